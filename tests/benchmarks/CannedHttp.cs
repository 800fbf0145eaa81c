using System.Net;
using Amazon.Runtime;

namespace AwsOtel.Benchmarks;

/// <summary>Answers every request at once with the same bytes: no network, and no server whose time would be measured as well.</summary>
public sealed class CannedHttp(byte[] body, string contentType, params (string Name, string Value)[] headers) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this));

    private sealed class Handler(CannedHttp canned) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // A body is signed and encoded as it is read.
            if (request.Content is { } content)
                await content.CopyToAsync(Stream.Null, cancellationToken);
            return canned.Answer(request);
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent(body) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }
}
