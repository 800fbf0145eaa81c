using System.Diagnostics;
using AwsOtel.Engine.Delivery;
using AwsOtel.Engine.Export;
using AwsOtel.Engine.Session;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AwsOtel.Engine.Diagnosis;

/// <summary>Sends one span as a session would, by the same exporter, and keeps what came back.</summary>
internal static class EndpointProbe
{
    private const string ScopeName = "AwsOtel.EndpointTest";
    private const string SpanName = "Test-OtelEndpoint";

    private static readonly ActivitySource Source = new(ScopeName, Spans.Version);

    /// <param name="cancellation">Ends the wait for an answer.</param>
    /// <returns>The trace of the span, what came back, and how long that took.</returns>
    public static (string TraceId, EndpointAnswer Answer, TimeSpan Duration) Send(OtlpSettings otlp, TimeSpan timeout, string serviceName, CancellationToken cancellation)
    {
        var options = OtlpOptions.Create(otlp, timeout);
        using var http = OtlpHttpClient.Use(options, otlp);
        using var stop = cancellation.Register(http.Watch.GiveUp);
        using var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(ScopeName)
            .SetSampler(new AlwaysOnSampler())
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService(serviceName, autoGenerateServiceInstanceId: false))
            .AddProcessor(new SimpleActivityExportProcessor(new OtlpTraceExporter(options)))
            .Build();
        var ambient = Activity.Current;
        Ambient.Set(null);
        var span = Source.StartActivity(SpanName)!;
        // Exported inside Stop.
        var clock = Stopwatch.StartNew();
        span.Stop();
        clock.Stop();
        Ambient.Set(ambient);
        return (span.TraceId.ToHexString(), http.Watch.Answer ?? new EndpointAnswer(new InvalidOperationException("The exporter did not send.")), clock.Elapsed);
    }
}
