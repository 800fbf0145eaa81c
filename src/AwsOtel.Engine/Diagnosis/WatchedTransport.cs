using System.Globalization;
using System.Net.Http.Headers;

namespace AwsOtel.Engine.Diagnosis;

/// <summary>
/// Stands between the exporter and its HTTP client and keeps what came back: the exporter itself tells no more than success or failure.
/// </summary>
internal sealed class WatchedTransport(HttpClient client) : HttpMessageHandler
{
    /// <summary>Of the last request; null where none was made.</summary>
    public EndpointAnswer? Answer { get; private set; }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, cancellationToken).GetAwaiter().GetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await client.SendAsync(Copy(request), cancellationToken).ConfigureAwait(false);
            // The trailers come after the body.
            await response.Content.LoadIntoBufferAsync().ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            Answer = new EndpointAnswer(
                Failure: null,
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.MediaType,
                int.TryParse(Grpc(response, "grpc-status"), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null,
                Grpc(response, "grpc-message") is { } message ? Uri.UnescapeDataString(message) : null,
                body);
            return response;
        }
        catch (Exception e)
        {
            Answer = new EndpointAnswer(e);
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            client.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>A request can be sent by one client only.</summary>
    private static HttpRequestMessage Copy(HttpRequestMessage request)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri)
        {
            Content = request.Content,
            Version = request.Version,
            VersionPolicy = request.VersionPolicy,
        };
        foreach (var (name, values) in request.Headers)
            copy.Headers.TryAddWithoutValidation(name, values);
        return copy;
    }

    private static string? Grpc(HttpResponseMessage response, string name) => First(response.TrailingHeaders, name) ?? First(response.Headers, name);

    private static string? First(HttpHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
