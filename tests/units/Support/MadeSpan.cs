using System.Globalization;

namespace AwsOtel.Tests.Support;

/// <summary>Spans as data: all that matters is said, the rest is the same for all.</summary>
internal static class MadeSpan
{
    public const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    public static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    /// <param name="id">Span id; its parent's is <paramref name="parent"/>, 0 for none.</param>
    /// <param name="start">Milliseconds from the beginning of the trace.</param>
    /// <param name="duration">Milliseconds.</param>
    public static OtelSpan Of(int id, int parent, string name, double start, double duration, string? error = null, params (string, object)[] attributes) => new()
    {
        TraceId = TraceId,
        SpanId = Id(id),
        ParentSpanId = parent == 0 ? "" : Id(parent),
        Name = name,
        Kind = OtelSpanKind.Internal,
        StartTime = Start.AddMilliseconds(start),
        Duration = TimeSpan.FromMilliseconds(duration),
        Status = error is null ? OtelStatus.Unset : OtelStatus.Error,
        StatusDescription = "",
        Attributes = Attributes.Of(error is null ? attributes : [("error.type", error), .. attributes]),
        Events = [],
        Links = [],
        Scope = "AwsOtel",
        Resource = Attributes.Of(("service.name", "nightly")),
    };

    private static string Id(int id) => id.ToString("x16", CultureInfo.InvariantCulture);
}
