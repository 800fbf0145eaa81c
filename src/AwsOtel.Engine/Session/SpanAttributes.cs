using System.Diagnostics;

namespace AwsOtel.Engine.Session;

/// <summary>
/// Sets attributes on a span. <see cref="Activity.SetTag"/> looks for the name among all that are there, for each one anew; where the span has
/// none but ours, and ours have different names, they are added without a look.
/// </summary>
internal readonly struct SpanAttributes
{
    private readonly bool _areOurs;

    /// <summary>A span that may have any.</summary>
    public SpanAttributes(Activity span) => Span = span;

    /// <param name="ours">What <see cref="Ours"/> was when the last one was set, 0 at first: where there are more now, a hook or a listener has set some.</param>
    public SpanAttributes(Activity span, int ours)
    {
        Span = span;
        _areOurs = Count() == ours;
    }

    public Activity Span { get; }

    /// <summary>How many there are, all of them ours; -1 where others have set some.</summary>
    public int Ours => _areOurs ? Count() : -1;

    /// <summary>Sets one that is set at no other place; one of the same name is replaced only where others have set any.</summary>
    public void Set(string name, object value)
    {
        if (_areOurs)
            Span.AddTag(name, value);
        else
            Span.SetTag(name, value);
    }

    private int Count()
    {
        var count = 0;
        foreach (ref readonly var _ in Span.EnumerateTagObjects())
            count++;
        return count;
    }
}
