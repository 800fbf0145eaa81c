using AwsOtel.Engine.Session;
using OpenTelemetry.Exporter;

namespace AwsOtel.Engine.Export;

/// <summary>
/// The HttpClient that an OTLP exporter makes for itself: gets the session's headers, and is disposed of with the exporter. The exporter does
/// not, and an open HTTP/2 connection would stay, with its socket, for every session.
/// </summary>
internal sealed class OtlpHttpClient : IDisposable
{
    private HttpClient? _made;

    public static OtlpHttpClient Use(OtlpExporterOptions options, OtlpSettings settings)
    {
        var use = new OtlpHttpClient();
        var make = options.HttpClientFactory;
        options.HttpClientFactory = () =>
        {
            var client = make();
            foreach (var (name, value) in settings.ReadHeaders())
                client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
            return use._made = client;
        };
        return use;
    }

    public void Dispose() => _made?.Dispose();
}
