using System.Runtime.InteropServices;
using OpenTelemetry.Resources;

namespace AwsOtel.Engine.Session;

/// <summary>
/// The resource: what is the same for every span of the process.
/// See <see href="https://opentelemetry.io/docs/specs/semconv/resource/"/>.
/// </summary>
internal static class SessionResource
{
    /// <summary>Version of the running PowerShell; set by the PowerShell side, null without it.</summary>
    public static string? PowerShellVersion { get; set; }

    public static ResourceBuilder Create(SessionSettings settings)
    {
        var attributes = new List<KeyValuePair<string, object>>
        {
            new("service.name", settings.ServiceName),
            new("host.name", Environment.MachineName),
            new("os.type", OsType),
            new("process.pid", (long)Environment.ProcessId),
            new("process.runtime.name", PowerShellVersion is null ? ".NET" : "PowerShell"),
            new("process.runtime.version", PowerShellVersion ?? Environment.Version.ToString()),
            new("telemetry.distro.name", "awsotel"),
            new("telemetry.distro.version", Spans.Version),
        };
        if (Environment.ProcessPath is { } executable)
            attributes.Add(new("process.executable.name", Path.GetFileName(executable)));
        attributes.AddRange(CloudResource.Read(Environment.GetEnvironmentVariable));
        // The user's come last: of two values for one name, the later wins. service.name has been decided above, by its own precedence.
        foreach (var attribute in settings.ResourceAttributes)
        {
            if (attribute.Key != "service.name")
                attributes.Add(attribute);
        }

        var builder = ResourceBuilder.CreateEmpty().AddTelemetrySdk();
        foreach (var attribute in attributes)
            builder.AddAttributes([attribute]);
        return builder;
    }

    // https://opentelemetry.io/docs/specs/semconv/registry/attributes/os/#os-type
    private static string OsType =>
        OperatingSystem.IsWindows() ? "windows"
        : OperatingSystem.IsMacOS() ? "darwin"
        : OperatingSystem.IsLinux() ? "linux"
        : RuntimeInformation.OSDescription;
}
