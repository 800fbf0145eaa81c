using System.Diagnostics;
using System.Reflection;

namespace AwsOtel.Engine.Session;

/// <summary>Makes spans. Every span of AwsOtel starts here, and none of them touches the ambient span of its caller.</summary>
internal static class Spans
{
    public const string ScopeName = "AwsOtel";

    public static readonly string Version =
        typeof(Spans).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static readonly ActivitySource Source = new(ScopeName, Version);

    /// <summary>
    /// Starts a span under a parent of this process. It is not made current: only its owner knows for which stretch of code it is.
    /// </summary>
    /// <param name="parent">The parent; null starts a new trace.</param>
    /// <returns>Null where nobody listens or the trace is sampled out.</returns>
    public static Activity? Start(string name, ActivityKind kind, Activity? parent)
    {
        var ambient = Activity.Current;
        if (!ReferenceEquals(ambient, parent))
            Activity.Current = parent;
        var span = Source.StartActivity(name, kind);
        Activity.Current = ambient;
        return span;
    }

    /// <summary>Starts a span under a parent of another process.</summary>
    public static Activity? StartRemote(string name, ActivityKind kind, ActivityContext parent)
    {
        var ambient = Activity.Current;
        Activity.Current = null;
        var span = Source.StartActivity(name, kind, parent);
        Activity.Current = ambient;
        return span;
    }

    /// <summary>Records what already happened, for example an attempt that turned out to be the first of several.</summary>
    public static Activity? Record(string name, Activity parent, DateTime start)
    {
        var ambient = Activity.Current;
        var span = Source.StartActivity(name, ActivityKind.Internal, parent.Context, startTime: start);
        Activity.Current = ambient;
        return span;
    }

    /// <summary>Ends a span. <see cref="Activity.Stop"/> would put back what was ambient when the span started; here the caller's stays.</summary>
    public static void End(Activity span)
    {
        var ambient = Activity.Current;
        span.Stop();
        Activity.Current = ReferenceEquals(ambient, span) ? null : ambient;
    }

    /// <inheritdoc cref="End(Activity)"/>
    public static void End(Activity span, DateTime end)
    {
        span.SetEndTime(end);
        End(span);
    }
}
