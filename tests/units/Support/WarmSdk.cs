using AwsOtel.Engine.Session;

namespace AwsOtel.Tests.Support;

/// <summary>A call of each client before the first test: what only the first one takes (the compiler, above all) is in no test's times.</summary>
public sealed class WarmSdk
{
    public WarmSdk() => Call().GetAwaiter().GetResult();

    private static async Task Call()
    {
        using var server = new ScriptedServer(Expected.Json("{}"), Expected.Xml("<ListAllMyBucketsResult/>"));
        using var session = TestSession.Begin(new SessionRequest { Exporter = [OtelExporter.Memory] });
        using var dynamoDb = Clients.DynamoDb(server.Url);
        using var s3 = Clients.S3(server.Url);
        await dynamoDb.ListTablesAsync();
        await s3.ListBucketsAsync();
    }
}
