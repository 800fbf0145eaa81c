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
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["host.name"] = Environment.MachineName,
            ["os.type"] = OsType,
            ["process.pid"] = (long)Environment.ProcessId,
            ["process.runtime.name"] = PowerShellVersion is null ? ".NET" : "PowerShell",
            ["process.runtime.version"] = PowerShellVersion ?? Environment.Version.ToString(),
            ["telemetry.distro.name"] = "awsotel",
            ["telemetry.distro.version"] = Spans.Version,
        };
        if (Environment.ProcessPath is { } executable)
            attributes["process.executable.name"] = Path.GetFileName(executable);
        foreach (var (key, value) in CloudResource.Read(Environment.GetEnvironmentVariable))
            attributes[key] = value;
        // What the user says wins over what was found out.
        foreach (var (key, value) in settings.ResourceAttributes)
            attributes[key] = value;
        // Decided by its own precedence, of which the user's resource attributes are a part.
        attributes["service.name"] = settings.ServiceName;
        return ResourceBuilder.CreateEmpty().AddTelemetrySdk().AddAttributes(attributes);
    }

    // https://opentelemetry.io/docs/specs/semconv/registry/attributes/os/#os-type
    private static string OsType =>
        OperatingSystem.IsWindows() ? "windows"
        : OperatingSystem.IsMacOS() ? "darwin"
        : OperatingSystem.IsLinux() ? "linux"
        : RuntimeInformation.OSDescription;

    /// <summary>The attributes by their names.</summary>
    public static IReadOnlyDictionary<string, object> Read(Resource resource)
    {
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (key, value) in resource.Attributes)
            attributes[key] = value;
        return attributes;
    }
}
