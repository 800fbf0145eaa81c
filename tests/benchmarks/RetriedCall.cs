using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AwsOtel.Benchmarks;

/// <summary>DynamoDB GetItem that succeeds at the fourth attempt, without the waits between them: four attempt spans where it is traced.</summary>
internal sealed class RetriedCall : IApiCall
{
    private readonly Client _client = new();
    private readonly GetItemRequest _request = new("shop-orders", new() { ["id"] = new("order-1") }, consistentRead: true);

    /// <summary>The operation and its four attempts.</summary>
    public int SpansEach => 5;

    public Task Invoke() => _client.GetItemAsync(_request);

    public void Dispose() => _client.Dispose();

    private sealed class Client() : AmazonDynamoDBClient(
        new BasicAWSCredentials("benchmark", "benchmark"),
        new AmazonDynamoDBConfig { RegionEndpoint = Amazon.RegionEndpoint.EUCentral1, HttpClientFactory = new Failing(failures: 3), MaxErrorRetry = 3, ThrottleRetries = false })
    {
        protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
        {
            base.CustomizeRuntimePipeline(pipeline);
            foreach (var handler in pipeline.Handlers)
            {
                if (handler is RetryHandler { RetryPolicy: StandardRetryPolicy policy })
                    policy.MaxBackoffInMilliseconds = 0;
            }
        }
    }

    /// <summary>Fails so often, then answers, then begins anew.</summary>
    private sealed class Failing(int failures) : HttpClientFactory
    {
        private static readonly byte[] Failure = """{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"try again"}"""u8.ToArray();

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(failures));

        private sealed class Handler(int failures) : HttpMessageHandler
        {
            private int _count;

            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var fails = _count++ % (failures + 1) < failures;
                var response = new HttpResponseMessage(fails ? System.Net.HttpStatusCode.InternalServerError : System.Net.HttpStatusCode.OK)
                {
                    RequestMessage = request,
                    Content = new ByteArrayContent(fails ? Failure : "{}"u8.ToArray()),
                };
                response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-amz-json-1.0");
                return Task.FromResult(response);
            }
        }
    }
}
