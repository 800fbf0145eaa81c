using System.Collections.Concurrent;
using Amazon;
using Amazon.Runtime.Telemetry.Metrics;
using DiagnosticsMeter = System.Diagnostics.Metrics.Meter;

namespace AwsOtel.Engine.Metrics;

/// <summary>
/// Makes the AWSSDK's own <c>client.*</c> instruments instruments of .NET, each service's on a meter of its own name: one cache for all by
/// instrument name alone would report one service's values under another's.
/// See <see href="https://docs.aws.amazon.com/sdk-for-net/v4/developer-guide/observability.html"/>.
/// </summary>
internal sealed class SdkMeterProvider : MeterProvider
{
    /// <summary>Every meter of the SDK: AWSSDK.S3 and so on.</summary>
    public const string MeterNames = "AWSSDK.*";

    private static MeterProvider? _replaced;

    private readonly ConcurrentDictionary<string, SdkMeter> _meters = new(StringComparer.Ordinal);

    /// <summary>Comes in where nobody else has asked the SDK for its metrics.</summary>
    public static void Attach()
    {
        var telemetry = AWSConfigs.TelemetryProvider;
        // The SDK's own is the one that does nothing.
        if (telemetry.MeterProvider.GetType().Assembly != typeof(MeterProvider).Assembly)
            return;
        _replaced = telemetry.MeterProvider;
        telemetry.RegisterMeterProvider(new SdkMeterProvider());
    }

    public static void Detach()
    {
        var telemetry = AWSConfigs.TelemetryProvider;
        if (_replaced is not { } before || telemetry.MeterProvider is not SdkMeterProvider ours)
            return;
        telemetry.RegisterMeterProvider(before);
        _replaced = null;
        foreach (var meter in ours._meters.Values)
            meter.Dispose();
    }

    public override Meter GetMeter(string scope, Amazon.Runtime.Telemetry.Attributes? attributes = null) =>
        _meters.GetOrAdd(scope, static name => new SdkMeter(new DiagnosticsMeter(name)));
}
