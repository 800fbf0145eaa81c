using Amazon.SecurityToken.Model;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.SdkSpans;

[Collection(ProcessWide.Name)]
public sealed class OtherServiceTests
{
    private const string Identity =
        $"<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>{Expected.RequestId}</RequestId></ResponseMetadata></GetCallerIdentityResponse>";

    [Fact]
    public async Task A_service_without_a_table_gets_exactly_what_all_services_share()
    {
        using var server = new ScriptedServer(new ScriptedResponse(200, Identity).With("Content-Type", "text/xml").With("x-amzn-RequestId", Expected.RequestId));
        using var session = TestSession.Begin();
        using (var client = Clients.Sts(server.Url))
            await client.GetCallerIdentityAsync(new GetCallerIdentityRequest(), TestContext.Current.CancellationToken);
        var spans = session.End();

        SpanAssert.Names(spans, "STS.GetCallerIdentity", "script");
        SpanAssert.OperationHasExactly(Expected.Operation("STS", "GetCallerIdentity", server.Port), spans[0]);
        SpanAssert.Succeeded(spans[0]);
    }
}
