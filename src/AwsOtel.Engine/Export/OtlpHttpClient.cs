using AwsOtel.Engine.Delivery;
using AwsOtel.Engine.Session;
using OpenTelemetry.Exporter;

namespace AwsOtel.Engine.Export;

/// <summary>
/// The HttpClient of an OTLP exporter: has the session's headers, is watched for its answers, and is disposed of with the exporter. The
/// exporter does not, and an open HTTP/2 connection would stay, with its socket, for every session.
/// </summary>
internal sealed class OtlpHttpClient : IDisposable
{
    private OtlpHttpClient(HttpClient client, AnswerWatch watch)
    {
        Client = client;
        Watch = watch;
    }

    public HttpClient Client { get; }

    public AnswerWatch Watch { get; }

    public static OtlpHttpClient Use(OtlpExporterOptions options, OtlpSettings settings)
    {
        var made = options.HttpClientFactory();
        var watch = new AnswerWatch(made);
        // The outer one keeps the time.
        var client = new HttpClient(watch) { Timeout = made.Timeout };
        made.Timeout = Timeout.InfiniteTimeSpan;
        foreach (var (name, value) in settings.ReadHeaders())
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        options.HttpClientFactory = () => client;
        return new OtlpHttpClient(client, watch);
    }

    public void Dispose() => Client.Dispose();
}
