using OpenTelemetry.Exporter;

namespace AwsOtel.Engine.Export;

/// <summary>
/// Keeps the HttpClient that an OTLP exporter makes for itself, to dispose of it with the exporter: the exporter does not, and an open HTTP/2
/// connection would stay, with its socket, for every session.
/// </summary>
internal sealed class DisposableHttpClient : IDisposable
{
    private HttpClient? _made;

    public static DisposableHttpClient Watch(OtlpExporterOptions options)
    {
        var watch = new DisposableHttpClient();
        var make = options.HttpClientFactory;
        options.HttpClientFactory = () => watch._made = make();
        return watch;
    }

    public void Dispose() => _made?.Dispose();
}
