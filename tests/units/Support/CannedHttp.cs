using System.Net;
using System.Text;
using Amazon.Runtime;

namespace AwsOtel.Tests.Support;

/// <summary>Answers every request of a client from memory, for endpoints that are not to be reached.</summary>
internal sealed class CannedHttp(string body = """{"TableNames":[]}""") : HttpClientFactory
{
    public List<Uri> Addresses { get; } = [];

    /// <summary>False: every request waits until it is cancelled.</summary>
    public bool Answers { get; init; } = true;

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this, body)) { Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan };

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    private sealed class Handler(CannedHttp owner, string body) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            owner.Addresses.Add(request.RequestUri!);
            if (!owner.Answers)
                await Task.Delay(System.Threading.Timeout.Infinite, cancellationToken);
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0") };
            response.Headers.Add("x-amzn-RequestId", Expected.RequestId);
            return response;
        }
    }
}
