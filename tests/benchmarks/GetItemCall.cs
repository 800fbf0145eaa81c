using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace AwsOtel.Benchmarks;

/// <summary>DynamoDB GetItem of a small item.</summary>
internal sealed class GetItemCall : IApiCall
{
    private static readonly CannedHttp Http = new(
        """{"Item":{"id":{"S":"order-1"},"total":{"N":"120"},"customer":{"S":"c-4711"},"paid":{"BOOL":true}}}"""u8.ToArray(),
        "application/x-amz-json-1.0",
        ("x-amzn-RequestId", "0AB1CDEFGHIJKLMNOPQRSTUV2WVV4KQNSO5AEMVJF66Q9ASUAAJG"));

    private readonly AmazonDynamoDBClient _client = new(
        new BasicAWSCredentials("benchmark", "benchmark"),
        new AmazonDynamoDBConfig { RegionEndpoint = Amazon.RegionEndpoint.EUCentral1, HttpClientFactory = Http });

    private readonly GetItemRequest _request = new("shop-orders", new() { ["id"] = new("order-1") }, consistentRead: true);

    public Task Invoke() => _client.GetItemAsync(_request);

    public void Dispose() => _client.Dispose();
}
