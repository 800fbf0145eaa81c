using System.Diagnostics;
using System.Reflection;
using AwsOtel.Engine.Propagation;

namespace AwsOtel.Engine.Session;

/// <summary>
/// Makes spans. Every span of AwsOtel starts and ends here; but for <see cref="StartAsCurrent"/>, none of it touches the ambient span of its caller,
/// and none of it throws: whoever else listens to spans in this process does so inside these calls.
/// </summary>
internal static class Spans
{
    public const string ScopeName = "AwsOtel";

    public static readonly string Version =
        typeof(Spans).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static readonly ActivitySource Source = new(ScopeName, Version);

    /// <summary>Whether the sampler drops every span under one that was dropped: then it need not be asked.</summary>
    public static bool FollowsParent { private get; set; }

    /// <summary>Whether a span would be dropped because the one above was.</summary>
    public static bool DropsUnder(Activity? above) => FollowsParent && above is { IsAllDataRequested: false, Recorded: false };

    /// <summary>
    /// Starts a span under a parent of this process. It is not made current: only its owner knows for which stretch of code it is.
    /// </summary>
    /// <param name="parent">The parent; null starts a new trace.</param>
    /// <returns>Null where nobody listens or the trace is sampled out.</returns>
    public static Activity? Start(string name, ActivityKind kind, Activity? parent) => Start(name, kind, new SpanParent(parent));

    /// <inheritdoc cref="Start(string, ActivityKind, Activity?)"/>
    public static Activity? Start(string name, ActivityKind kind, SpanParent parent)
    {
        var ambient = Activity.Current;
        var span = StartUnder(parent, name, kind);
        if (span is not null)
            Ambient.Set(ambient);
        return span;
    }

    /// <summary>
    /// Starts a span that is to be filled, and leaves it current; the caller puts back what was. One change of the ambient span less than the one
    /// after the other.
    /// </summary>
    /// <returns>Null where nobody listens or the trace is sampled out: then what was current still is.</returns>
    public static Activity? StartAsCurrent(string name, ActivityKind kind, SpanParent parent)
    {
        var ambient = Activity.Current;
        var span = StartUnder(parent, name, kind);
        if (span is null or { IsAllDataRequested: true })
            return span;
        Ambient.Set(ambient);
        return null;
    }

    /// <summary>Records what already happened, for example an attempt that turned out to be the first of several.</summary>
    public static Activity? Record(string name, Activity parent, DateTime start)
    {
        var ambient = Activity.Current;
        var span = StartIn(name, ActivityKind.Internal, parent.Context, start);
        Ambient.Set(ambient);
        if (span is not null)
        {
            SpanBaggage.Attach(span, null, parent);
            SpanSession.Attach(span, null, parent);
        }

        return span;
    }

    /// <summary>Ends a span. <see cref="Activity.Stop"/> would put back what was ambient when the span started; here the caller's stays.</summary>
    public static void End(Activity span)
    {
        var ambient = Activity.Current;
        try
        {
            FaultPoint.Reach("end a span");
            span.Stop();
        }
        catch (Exception e)
        {
            OwnFailures.Record("end a span", e);
        }

        Ambient.Set(ReferenceEquals(ambient, span) ? null : ambient);
    }

    /// <inheritdoc cref="End(Activity)"/>
    public static void End(Activity span, DateTime end)
    {
        span.SetEndTime(end);
        End(span);
    }

    /// <returns>The span, which is current now; null where there is none, and what was current still is.</returns>
    private static Activity? StartUnder(SpanParent parent, string name, ActivityKind kind)
    {
        if (DropsUnder(parent.Span))
            return null;
        var ambient = Activity.Current;
        // A span that has ended cannot be made ambient, not even for this: the child would be a root.
        var above = parent.Span is { IsStopped: true } ? null : parent.Span;
        if (!ReferenceEquals(ambient, above))
            Ambient.Set(above);
        var span = StartIn(name, kind, above is null ? parent.Span?.Context ?? parent.Remote : default, default);
        if (span is null)
        {
            Ambient.Set(ambient);
            return null;
        }

        SpanBaggage.Attach(span, parent.Baggage, parent.Span);
        SpanSession.Attach(span, parent.Session, parent.Span);
        return span;
    }

    /// <param name="parent">Default for what is ambient.</param>
    /// <param name="start">Default for now.</param>
    private static Activity? StartIn(string name, ActivityKind kind, ActivityContext parent, DateTimeOffset start)
    {
        try
        {
            FaultPoint.Reach("start a span");
            return Source.StartActivity(name, kind, parent, startTime: start);
        }
        catch (Exception e)
        {
            OwnFailures.Record("start a span", e);
            return null;
        }
    }
}
