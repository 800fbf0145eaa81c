using System.Diagnostics;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>
/// A stretch of a script and what the spans in it start under: the whole of a session, or a block inside one. Scopes are linked to the one
/// around them; a scope that was closed by others than its own end (its session was stopped, its runspace closed) is passed over.
/// </summary>
internal sealed class SpanScope
{
    private readonly SpanParent _parent;
    private bool _closed;

    public SpanScope(SpanParent parent, SpanScope? outer, TraceSession session, object? owner = null)
    {
        _parent = parent;
        Outer = outer;
        Session = session;
        Owner = owner;
        Surrounding = Activity.Current;
    }

    public SpanScope? Outer { get; }

    public TraceSession Session { get; }

    /// <summary>What a script holds of the scope, and closes it by; null where it ends with a block or a session.</summary>
    public object? Owner { get; }

    /// <summary>The span of others that was ambient when the scope was opened; one that is opened later is nearer than this scope's.</summary>
    public Activity? Surrounding { get; }

    /// <summary>Whether it is the whole of a session, and not a span inside one.</summary>
    public bool IsSession => ReferenceEquals(_parent.Span, Session.ScriptSpan);

    public bool IsOpen => !Volatile.Read(ref _closed) && !Session.Ended;

    /// <summary>What a span starts under here: what this scope says, else, once it is closed, the nearest scope around it that is open.</summary>
    public SpanParent Parent => Nearest?._parent ?? default;

    /// <summary>This scope, else, once it is closed, the nearest one around it that is open.</summary>
    public SpanScope? Nearest
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope.Outer)
            {
                if (scope.IsOpen)
                    return scope;
            }

            return null;
        }
    }

    public void Close() => Volatile.Write(ref _closed, true);
}
