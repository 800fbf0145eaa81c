using AwsOtel.Engine.Session;
using Xunit;

namespace AwsOtel.Tests.Support;

/// <summary>A session whose metrics go to a receiver, and what arrived there when it had ended.</summary>
internal sealed class MetricRun
{
    public required OtelSpan[] Spans { get; init; }

    /// <summary>Of all meters.</summary>
    public required IReadOnlyList<MetricValue> Values { get; init; }

    /// <summary>Of AwsOtel's own meter.</summary>
    public IEnumerable<MetricValue> Own(string name) => Values.Where(value => value.Scope == "AwsOtel" && value.Name == name);

    public static async Task<MetricRun> Of(Func<Task> calls, double sampleRatio = 1, string? optIn = null)
    {
        using var receiver = new ScriptedServer(new ScriptedResponse(200).With("Content-Type", "application/x-protobuf"));
        using var session = TestSession.Begin(
            new SessionRequest
            {
                Name = "script",
                Exporter = [OtelExporter.Memory],
                MetricExporter = [OtelMetricExporter.Otlp],
                Endpoint = receiver.Url,
                Protocol = OtelProtocol.HttpProtobuf,
                SampleRatio = sampleRatio,
            },
            environment: optIn is null ? null : new Dictionary<string, string> { ["OTEL_SEMCONV_STABILITY_OPT_IN"] = optIn });
        await calls();
        var spans = session.End();

        Assert.Null(session.Session.Pipeline.Metrics!.Failure);
        // Once, at the end: a session is shorter than the interval of the exporter.
        var request = Assert.Single(receiver.Requests);
        Assert.Equal(("POST", "/v1/metrics", "application/x-protobuf"), (request.Method, request.Target, request.Header("Content-Type")));
        return new MetricRun { Spans = spans, Values = OtlpMetrics.Read(request.Body) };
    }
}
