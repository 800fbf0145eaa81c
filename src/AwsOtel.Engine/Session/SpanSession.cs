using System.Diagnostics;

namespace AwsOtel.Engine.Session;

/// <summary>
/// Knows which session a span belongs to, in whatever trace it is. The session hangs on the spans that have no span of ours above them; those
/// under them find it by their parents.
/// </summary>
internal static class SpanSession
{
    private const string Property = "awsotel.session";

    /// <summary>The session of the nearest span upwards that has one; null where none has.</summary>
    public static TraceSession? Find(Activity? span)
    {
        for (; span is not null; span = span.Parent)
        {
            if (span.GetCustomProperty(Property) is TraceSession session)
                return session;
        }

        return null;
    }

    /// <summary>Hangs the session on its script span.</summary>
    public static void Attach(Activity script, TraceSession session) => script.SetCustomProperty(Property, session);

    /// <summary>Hangs the session on a span that has just started, where it cannot be found by the way up.</summary>
    /// <param name="own">The session that the script is in; null where only the span above tells it.</param>
    /// <param name="above">The span above, also one that has ended; null where there is none in this process.</param>
    public static void Attach(Activity span, TraceSession? own, Activity? above)
    {
        if (!ReferenceEquals(span.Parent?.Source, span.Source) && (own ?? Find(above)) is { } session)
            Attach(span, session);
    }
}
