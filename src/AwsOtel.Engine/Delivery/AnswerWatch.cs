namespace AwsOtel.Engine.Delivery;

/// <summary>
/// Stands between an OTLP exporter and its HttpClient and remembers the last answer: the exporter tells of success and failure alone, and
/// reads nothing of a partial success.
/// </summary>
internal sealed class AnswerWatch : HttpMessageHandler
{
    /// <summary>More than any honest answer needs.</summary>
    private const int LongestAnswer = 64 * 1024;

    private readonly HttpClient _inner;
    private readonly CancellationTokenSource _giveUp = new();

    /// <param name="inner">Made by the exporter's own factory, with its certificates and timeout; disposed of with this.</param>
    public AnswerWatch(HttpClient inner)
    {
        _inner = inner;
        GivenUp = _giveUp.Token;
    }

    /// <summary>What came of the last request; null before it, or where none was made.</summary>
    public OtlpAnswer? Last { get; set; }

    /// <summary>What came back for the last request, as it was; null where none was made.</summary>
    public EndpointAnswer? Answer { get; private set; }

    /// <summary>Set when nobody waits for answers any more. Also good after this is disposed of: the thread that delivers may still look.</summary>
    public CancellationToken GivenUp { get; }

    /// <summary>Ends the request that is on its way, and every later one.</summary>
    public void GiveUp() => _giveUp.Cancel();

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, cancellationToken).GetAwaiter().GetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, GivenUp);
        try
        {
            var response = await _inner.SendAsync(Copy(request), HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var isGrpc = request.Content?.Headers.ContentType?.MediaType == "application/grpc";
            var body = Array.Empty<byte>();
            try
            {
                body = await ReadBody(response, either.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (!isGrpc && e is (IOException or HttpRequestException or OperationCanceledException))
            {
                // What HTTP has to say is in the first line; gRPC says it in the last.
            }

            Answer = EndpointAnswer.Of(response, body);
            Last = isGrpc ? AnswerReader.OfGrpc(response, body) : AnswerReader.OfHttp(response, body);
            return response;
        }
        catch (Exception e)
        {
            Answer = new EndpointAnswer(e);
            Last = AnswerReader.OfException(e);
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _giveUp.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>A message can be sent only once, and the exporter's has been, to here.</summary>
    private static HttpRequestMessage Copy(HttpRequestMessage request)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Version = request.Version, VersionPolicy = request.VersionPolicy, Content = request.Content };
        foreach (var (name, values) in request.Headers.NonValidated)
            copy.Headers.TryAddWithoutValidation(name, values);
        return copy;
    }

    /// <summary>Reads the body, which also brings gRPC's trailers, and puts it back for the exporter.</summary>
    private static async Task<byte[]> ReadBody(HttpResponseMessage response, CancellationToken cancellation)
    {
        var buffer = new byte[LongestAnswer];
        var length = 0;
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (length < buffer.Length && await stream.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false) is > 0 and var read)
                length += read;
        }

        var body = buffer.AsSpan(0, length).ToArray();
        var content = new ByteArrayContent(body);
        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            if (name != "Content-Length")
                content.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = content;
        return body;
    }
}
