using AwsOtel.Engine.Session;

namespace AwsOtel.Benchmarks;

/// <summary>A state of the process in which a call is measured.</summary>
/// <param name="Watched">Whether the client was made while a session was on, and so has AwsOtel's handlers.</param>
/// <param name="Request">The session that is on meanwhile; null for none.</param>
internal sealed record Case(string Name, bool Watched, SessionRequest? Request)
{
    public static readonly string TracePath = Path.Combine(Path.GetTempPath(), $"awsotel-benchmark-{Environment.ProcessId}.jsonl");

    public static readonly Case[] All =
    [
        new("plain", Watched: false, Request: null),
        // The same once more: what it differs by is the error of the measurement.
        new("plain, again", Watched: false, Request: null),
        new("after the session", Watched: true, Request: null),
        new("sampled out", Watched: true, new SessionRequest { Exporter = [OtelExporter.None], SampleRatio = 0 }),
        new("traced", Watched: true, new SessionRequest { Exporter = [OtelExporter.None] }),
        new("traced, to a file", Watched: true, new SessionRequest { Exporter = [OtelExporter.File], Path = TracePath }),
    ];

    public TraceSession? Begin() =>
        Request is null ? null : SessionRegistry.Begin(SettingsReader.Read(Request, static _ => null), outer: null, warnings: []);
}
