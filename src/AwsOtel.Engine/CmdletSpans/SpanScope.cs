using System.Diagnostics;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>
/// A stretch of a script and what the spans in it start under: the whole of a session, or a block inside one. Scopes are linked to the one
/// around them; a scope that was closed by others than its own end (its session was stopped, its runspace closed) is passed over.
/// </summary>
/// <param name="parent">What spans start under in it.</param>
/// <param name="outer">The scope around it.</param>
/// <param name="isSession">Whether it is the whole of its session, and not a block inside.</param>
/// <param name="owner">What the script holds of the scope, and closes it by; null where it ends with a block or a session.</param>
internal sealed class SpanScope(SpanParent parent, SpanScope? outer, TraceSession session, bool isSession, object? owner = null)
{
    private bool _closed;

    public TraceSession Session { get; } = session;

    public bool IsSession { get; } = isSession;

    public object? Owner { get; } = owner;

    /// <summary>The span of others that was ambient when the scope was opened; one that is opened later is nearer than this scope's.</summary>
    public Activity? Surrounding { get; } = Activity.Current;

    public bool IsOpen => !Volatile.Read(ref _closed) && !Session.Ended;

    /// <summary>What a span starts under here: what this scope says, else, once it is closed, the nearest scope around it that is open.</summary>
    public SpanParent Parent => Nearest?.OwnParent ?? default;

    /// <summary>This scope, else the nearest one around it that is open.</summary>
    public SpanScope? Nearest
    {
        get
        {
            var scope = this;
            while (scope is { IsOpen: false })
                scope = scope.Outer;
            return scope;
        }
    }

    /// <summary>The scope of the whole session: this one, or the one that it is a block in.</summary>
    public SpanScope? OfSession
    {
        get
        {
            var scope = this;
            while (scope is { IsSession: false } or { IsOpen: false })
                scope = scope.Outer;
            return scope;
        }
    }

    private SpanParent OwnParent { get; } = parent with { Session = session };

    private SpanScope? Outer { get; } = outer;

    public void Close() => Volatile.Write(ref _closed, true);
}
