using System.Reflection;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.SdkSpans;
using AwsOtel.Tests.Support;
using AwsOtel.Tests.Support.Fakes;

namespace AwsOtel.Tests.Secrets;

/// <summary>An operation of any service there is, its request full of secrets.</summary>
internal sealed class SecretCall
{
    private static readonly MethodInfo CallAsync = typeof(FakeClient).GetMethod(nameof(FakeClient.CallAsync))!;

    /// <summary>The models that the tests bring, by the API's service id.</summary>
    private static readonly Dictionary<string, string> ServiceIds = new()
    {
        ["Amazon.SQS.Model"] = "SQS",
        ["Amazon.SimpleNotificationService.Model"] = "SNS",
        ["Amazon.EventBridge.Model"] = "EventBridge",
        ["Amazon.Kinesis.Model"] = "Kinesis",
        ["Amazon.StepFunctions.Model"] = "SFN",
        ["Amazon.Lambda.Model"] = "Lambda",
        ["Amazon.SecretsManager.Model"] = "Secrets Manager",
        ["Amazon.BedrockRuntime.Model"] = "Bedrock Runtime",
        ["Amazon.BedrockAgentRuntime.Model"] = "Bedrock Agent Runtime",
        ["Amazon.ElasticLoadBalancingV2.Model"] = "Elastic Load Balancing v2",
        ["Amazon.DynamoDBv2.Model"] = "DynamoDB",
    };

    private readonly Type _request;
    private readonly Type? _response;
    private readonly ServiceTable _table;
    private readonly string _operation;

    private SecretCall(Type request)
    {
        _request = request;
        Service = ServiceIds[request.Namespace!];
        _table = ServiceTables.For(Service);
        _operation = OperationInfo.Create(request, Service).Of((AmazonWebServiceRequest)Activator.CreateInstance(request)!).SpanName[(Service.Length + 1)..];
        _response = request.Assembly.GetType(request.FullName![..^"Request".Length] + "Response");
    }

    public string Service { get; }

    public string Name => $"{Service}.{_operation}";

    public static IEnumerable<SecretCall> All =>
        typeof(SecretCall).Assembly.GetTypes().Concat(typeof(AmazonDynamoDBClient).Assembly.GetTypes())
            .Where(static type => type.IsPublic && !type.IsAbstract && type.IsSubclassOf(typeof(AmazonWebServiceRequest)) && type.Namespace!.EndsWith(".Model", StringComparison.Ordinal) && type.GetConstructor(Type.EmptyTypes) is not null)
            .Select(static type => new SecretCall(type))
            .Where(static call => call._response is not null);

    /// <summary>A response as full of secrets as the request, where the service speaks JSON.</summary>
    public ScriptedResponse Answer() => Service is "SNS"
        ? Expected.Xml($"<Response><Result/><ResponseMetadata><RequestId>{Expected.RequestId}</RequestId></ResponseMetadata></Response>")
        : Answers.Json(FakeJson.Render(SecretModel.Fill(_response!, _table, _operation, Side.Response)));

    public async Task Make(string url)
    {
        var request = (AmazonWebServiceRequest)SecretModel.Fill(_request, _table, _operation, Side.Request);
        if (Service == "DynamoDB")
        {
            using var dynamoDb = Clients.DynamoDb(url);
            var method = typeof(AmazonDynamoDBClient).GetMethod(_request.Name[..^"Request".Length] + "Async", [_request, typeof(CancellationToken)])!;
            await (Task)method.Invoke(dynamoDb, [request, CancellationToken.None])!;
            return;
        }

        using var client = new FakeClient(Service, url);
        await (Task)CallAsync.MakeGenericMethod(_response!).Invoke(client, [request, CancellationToken.None])!;
    }
}
