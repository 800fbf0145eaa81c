using System.Diagnostics;
using AwsOtel.Engine.Redaction;
using OpenTelemetry;

namespace AwsOtel.Engine.Propagation;

/// <summary>
/// Baggage that a span brings for itself and for what is under it, with those of its entries that are copied onto spans. It hangs on the
/// span that it came in with; spans under that one find it by their parents.
/// </summary>
internal sealed class SpanBaggage
{
    private const string Property = "AwsOtel.Baggage";

    /// <summary>Whether any span may have entries to copy: without, a new span need not ask its parents.</summary>
    private static bool _copying;

    private readonly KeyValuePair<string, object?>[] _copied;

    private SpanBaggage(Baggage baggage, IReadOnlyList<string> copiedNames)
    {
        Baggage = baggage;
        // Most sessions name none, and need not compile the rest.
        _copied = copiedNames.Count == 0 ? [] : copiedNames
            .Select(baggage.GetBaggage)
            .Zip(copiedNames, static (value, name) => new KeyValuePair<string, object?>(name, value is null ? null : Redactor.Redact(value)))
            .Where(static entry => entry.Value is not null)
            .ToArray();
        if (_copied.Length > 0)
            Volatile.Write(ref _copying, true);
    }

    public Baggage Baggage { get; }

    /// <param name="baggage">The baggage of the new span.</param>
    /// <param name="copiedNames">Names of the entries to copy onto it and what is under it.</param>
    public static SpanBaggage Create(Baggage baggage, IReadOnlyList<string> copiedNames) => new(baggage, copiedNames);

    /// <summary>The baggage that is on for a span.</summary>
    public static Baggage Of(Activity? span) => Find(span)?.Baggage ?? Baggage.Current;

    /// <summary>Hangs baggage on a span that has just started, where it brings its own, and copies the chosen entries.</summary>
    /// <param name="above">The span above; null where there is none in this process.</param>
    public static void Attach(Activity span, SpanBaggage? own, Activity? above)
    {
        // Under a span that has ended a span knows its parent by the id alone: what is under it finds no way up from there.
        own ??= above is not null && span.Parent is null ? Find(above) : null;
        if (own is not null)
            span.SetCustomProperty(Property, own);
        if (!Volatile.Read(ref _copying) || !span.IsAllDataRequested)
            return;
        if ((own ?? Find(above)) is { } baggage)
        {
            foreach (var (name, value) in baggage._copied)
                span.SetTag(name, value);
        }
    }

    /// <summary>The last session has ended.</summary>
    public static void Clear() => Volatile.Write(ref _copying, false);

    private static SpanBaggage? Find(Activity? span)
    {
        for (; span is not null; span = span.Parent)
        {
            if (span.GetCustomProperty(Property) is SpanBaggage baggage)
                return baggage;
        }

        return null;
    }
}
