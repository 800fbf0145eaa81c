namespace AwsOtel.Engine.Propagation;

/// <summary>
/// How much of a tracestate is taken in, and so handed on: as much as everybody must take, whatever the sender gave. See
/// <see href="https://www.w3.org/TR/trace-context/#tracestate-limits"/>.
/// </summary>
internal static class TraceStateLimit
{
    private const int MostCharacters = 512;
    private const int MostEntries = 32;

    /// <summary>Longer entries give way first.</summary>
    private const int LongEntry = 128;

    /// <summary>The whole of it, or the entries that there is room for; the last ones give way.</summary>
    public static string? Cut(string? traceState)
    {
        if (traceState is null || traceState.Length <= MostCharacters && traceState.AsSpan().Count(',') < MostEntries)
            return traceState;
        var entries = traceState.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();
        Drop(entries, LongEntry);
        Drop(entries, 0);
        return entries.Count == 0 ? null : string.Join(',', entries);
    }

    private static void Drop(List<string> entries, int longerThan)
    {
        var length = entries.Sum(static entry => entry.Length + 1) - 1;
        for (var i = entries.Count - 1; i >= 0 && (length > MostCharacters || entries.Count > MostEntries); i--)
        {
            if (entries[i].Length <= longerThan)
                continue;
            length -= entries[i].Length + 1;
            entries.RemoveAt(i);
        }
    }
}
