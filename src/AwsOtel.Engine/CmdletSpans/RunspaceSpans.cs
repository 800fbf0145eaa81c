using System.Diagnostics;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>
/// The sessions of one runspace, innermost last: the truth about which span a statement of its script is under. The ambient span cannot be:
/// it leaks from event actions and into thread jobs.
/// </summary>
internal sealed class RunspaceSpans
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceSpans> ByRunspace = [];

    private readonly Stack<TraceSession> _sessions = new();

    /// <summary>Of the runspace whose pipeline runs on this thread; null on other threads and where no session was started.</summary>
    public static RunspaceSpans? Current =>
        Runspace.DefaultRunspace is { } runspace && ByRunspace.TryGetValue(runspace, out var spans) ? spans : null;

    public TraceSession? Innermost => _sessions.Count > 0 ? _sessions.Peek() : null;

    public IEnumerable<TraceSession> Sessions => _sessions;

    public static RunspaceSpans Of(Runspace runspace) => ByRunspace.GetValue(runspace, static _ => new RunspaceSpans());

    /// <summary>The span that a cmdlet starts under.</summary>
    public static Activity? ParentOfCmdlet()
    {
        var session = Current?.Innermost;
        var ambient = Activity.Current;
        // A span that the script opened by other means, after the session began, is nearer than the script's own.
        if (ambient is not null && ambient.Source.Name != Spans.ScopeName && !ReferenceEquals(ambient, session?.Surrounding))
            return ambient;
        return session?.ScriptSpan ?? SessionRegistry.NewestScriptSpan;
    }

    public void Push(TraceSession session) => _sessions.Push(session);

    public void Pop() => _sessions.Pop();
}
