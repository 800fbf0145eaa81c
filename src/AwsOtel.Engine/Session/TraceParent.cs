using System.Diagnostics;

namespace AwsOtel.Engine.Session;

/// <summary>The W3C form of a span's place in its trace.</summary>
internal static class TraceParent
{
    public static string Of(ActivityContext span) =>
        $"00-{span.TraceId}-{span.SpanId}-{((span.TraceFlags & ActivityTraceFlags.Recorded) != 0 ? "01" : "00")}";
}
