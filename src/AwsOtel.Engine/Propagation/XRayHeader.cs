using System.Diagnostics;

namespace AwsOtel.Engine.Propagation;

/// <summary>
/// X-Ray's form of a context: <c>Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1</c>.
/// See <see href="https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader"/>.
/// </summary>
internal static class XRayHeader
{
    /// <summary>The system attribute of SQS that is such a header.</summary>
    public const string SystemAttribute = "AWSTraceHeader";

    /// <summary>AWS writes 74 characters, and a few more where it adds a lineage; longer ones are somebody's mistake.</summary>
    private const int Longest = 1024;

    private const int TimeDigits = 8;
    private const int TraceDigits = 32;
    private const int SpanDigits = 16;

    public static string Format(ActivityContext context)
    {
        var trace = context.TraceId.ToHexString();
        var sampled = context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? '1' : '0';
        return $"Root=1-{trace.AsSpan(0, TimeDigits)}-{trace.AsSpan(TimeDigits)};Parent={context.SpanId.ToHexString()};Sampled={sampled}";
    }

    /// <summary>Reads a header that names a trace and a parent. A decision that is left open, or to somebody else, counts as not sampled.</summary>
    public static bool TryParse(string? header, out ActivityContext context)
    {
        context = default;
        if (header is null || header.Length > Longest)
            return false;
        ReadOnlySpan<char> root = default;
        ReadOnlySpan<char> parent = default;
        var flags = ActivityTraceFlags.None;
        var rest = header.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf(';');
            var part = (end < 0 ? rest : rest[..end]).Trim();
            rest = end < 0 ? default : rest[(end + 1)..];
            if (part.StartsWith("Root=", StringComparison.Ordinal))
                root = part["Root=".Length..];
            else if (part.StartsWith("Parent=", StringComparison.Ordinal))
                parent = part["Parent=".Length..];
            else if (part is "Sampled=1")
                flags = ActivityTraceFlags.Recorded;
        }

        if (!IsRoot(root) || !IsHex(parent, SpanDigits))
            return false;
        Span<char> trace = stackalloc char[TraceDigits];
        root.Slice(2, TimeDigits).ToLowerInvariant(trace);
        root[(TimeDigits + 3)..].ToLowerInvariant(trace[TimeDigits..]);
        Span<char> span = stackalloc char[SpanDigits];
        parent.ToLowerInvariant(span);
        // Of zeros alone no id is made: the type throws.
        if (trace.IndexOfAnyExcept('0') < 0 || span.IndexOfAnyExcept('0') < 0)
            return false;
        context = new ActivityContext(ActivityTraceId.CreateFromString(trace), ActivitySpanId.CreateFromString(span), flags, isRemote: true);
        return true;
    }

    /// <summary>Version 1, eight digits of time, 24 more.</summary>
    private static bool IsRoot(ReadOnlySpan<char> root) =>
        root.Length == TraceDigits + 3 && root.StartsWith("1-", StringComparison.Ordinal) && root[TimeDigits + 2] == '-'
        && IsHex(root.Slice(2, TimeDigits), TimeDigits) && IsHex(root[(TimeDigits + 3)..], TraceDigits - TimeDigits);

    private static bool IsHex(ReadOnlySpan<char> text, int length)
    {
        if (text.Length != length)
            return false;
        foreach (var digit in text)
        {
            if (!char.IsAsciiHexDigit(digit))
                return false;
        }

        return true;
    }
}
