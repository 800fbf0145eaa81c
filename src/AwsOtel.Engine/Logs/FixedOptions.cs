using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;

namespace AwsOtel.Engine.Logs;

/// <summary>Options that never change, where OpenTelemetry wants to be told when they do.</summary>
internal sealed class FixedOptions(OpenTelemetryLoggerOptions options) : IOptionsMonitor<OpenTelemetryLoggerOptions>
{
    public OpenTelemetryLoggerOptions CurrentValue => options;

    public OpenTelemetryLoggerOptions Get(string? name) => options;

    public IDisposable? OnChange(Action<OpenTelemetryLoggerOptions, string?> listener) => null;
}
