using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace AwsOtel.Benchmarks;

/// <summary>DynamoDB GetItem of a small item.</summary>
/// <param name="port">Of a server on this machine; null for an answer without a network.</param>
internal sealed class GetItemCall(int? port = null) : IApiCall
{
    private static readonly CannedHttp Http = new(
        """{"Item":{"id":{"S":"order-1"},"total":{"N":"120"},"customer":{"S":"c-4711"},"paid":{"BOOL":true}}}"""u8.ToArray(),
        "application/x-amz-json-1.0",
        ("x-amzn-RequestId", "0AB1CDEFGHIJKLMNOPQRSTUV2WVV4KQNSO5AEMVJF66Q9ASUAAJG"));

    private readonly AmazonDynamoDBClient _client = new(
        new BasicAWSCredentials("benchmark", "benchmark"),
        port is null
            ? new AmazonDynamoDBConfig { RegionEndpoint = Amazon.RegionEndpoint.EUCentral1, HttpClientFactory = Http }
            : new AmazonDynamoDBConfig { ServiceURL = $"http://127.0.0.1:{port}", AuthenticationRegion = "eu-central-1" });

    private readonly GetItemRequest _request = new("shop-orders", new() { ["id"] = new("order-1") }, consistentRead: true);

    public Task Invoke() => _client.GetItemAsync(_request);

    public void Dispose() => _client.Dispose();
}
