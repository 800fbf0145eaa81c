using System.Buffers;
using System.Diagnostics;

namespace AwsOtel.Engine.Propagation;

/// <summary>Reads the ids of traces and spans out of headers, in either case of letters. All zeros is no id.</summary>
internal static class HexId
{
    private const int TraceLength = 32;
    private const int SpanLength = 16;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Reads a trace id of 32 digits, or of the 16 that B3 also has.</summary>
    public static bool TryReadTrace(ReadOnlySpan<char> text, out ActivityTraceId id)
    {
        id = default;
        if (text.Length is not (TraceLength or SpanLength) || !IsId(text))
            return false;
        Span<char> digits = stackalloc char[TraceLength];
        digits.Fill('0');
        text.ToLowerInvariant(digits[(TraceLength - text.Length)..]);
        id = ActivityTraceId.CreateFromString(digits);
        return true;
    }

    public static bool TryReadSpan(ReadOnlySpan<char> text, out ActivitySpanId id)
    {
        id = default;
        if (text.Length != SpanLength || !IsId(text))
            return false;
        Span<char> digits = stackalloc char[SpanLength];
        text.ToLowerInvariant(digits);
        id = ActivitySpanId.CreateFromString(digits);
        return true;
    }

    private static bool IsId(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Hex) && text.ContainsAnyExcept('0');
}
