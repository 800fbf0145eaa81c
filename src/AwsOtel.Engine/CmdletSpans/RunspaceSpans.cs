using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>
/// The sessions of one runspace, innermost first, and the hook on its commands: the truth about which span a statement of its script is under.
/// The ambient span cannot be: it leaks from event actions and into thread jobs.
/// </summary>
internal sealed class RunspaceSpans
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceSpans> ByRunspace = [];

    /// <summary>The session of the script that a new runspace is made by: flows into ForEach-Object -Parallel.</summary>
    private static readonly AsyncLocal<TraceSession?> Flowing = new();

    private readonly Stack<TraceSession> _sessions = new();
    private CommandHook? _hook;
    private TraceSession? _joined;

    /// <summary>
    /// Of the runspace whose pipeline runs on this thread; null on other threads, and where neither was a session started nor has a call been
    /// seen.
    /// </summary>
    public static RunspaceSpans? Current =>
        Runspace.DefaultRunspace is { } runspace && ByRunspace.TryGetValue(runspace, out var spans) ? spans : null;

    /// <summary>The session that a new one is nested in: of this runspace, else of the script that made it.</summary>
    public TraceSession? Outer => Innermost ?? (Flowing.Value is { Ended: false } flowing ? flowing : null);

    public TraceSession? Innermost
    {
        get
        {
            while (_sessions.TryPeek(out var session))
            {
                if (!session.Ended)
                    return session;
                _sessions.Pop();
            }

            return null;
        }
    }

    public IEnumerable<TraceSession> Sessions => _sessions;

    /// <summary>The span of the script that runs here: of its own session, else of the one whose script made this runspace.</summary>
    public Activity? ScriptSpan => Innermost?.ScriptSpan ?? (_joined is { Ended: false } joined ? joined.ScriptSpan : null);

    public static RunspaceSpans Of(Runspace runspace) => ByRunspace.GetValue(runspace, static _ => new RunspaceSpans());

    /// <summary>
    /// The span of the script that runs on this thread. A runspace that is new to us (ForEach-Object -Parallel, a thread job) joins the session
    /// that it came from at its first AWS call: from the next cmdlet on, its cmdlets have spans too.
    /// </summary>
    public static Activity? ScriptSpanHere()
    {
        if (Runspace.DefaultRunspace is not { } runspace)
            return null;
        if (!ByRunspace.TryGetValue(runspace, out var spans))
        {
            spans = Of(runspace);
            spans.Join(Flowing.Value);
        }

        return spans.ScriptSpan;
    }

    /// <summary>The span that a cmdlet starts under.</summary>
    public static Activity? ParentOfCmdlet()
    {
        var spans = Current;
        var ambient = Activity.Current;
        // A span that the script opened by other means, after the session began, is nearer than the script's own.
        if (ambient is not null && ambient.Source.Name != Spans.ScopeName && !ReferenceEquals(ambient, spans?.Innermost?.Surrounding))
            return ambient;
        return spans?.ScriptSpan ?? SessionRegistry.NewestScriptSpan;
    }

    public void Push(TraceSession session, CommandInvocationIntrinsics commands)
    {
        _sessions.Push(session);
        Flowing.Value = session;
        _hook ??= CommandHook.Attach(commands);
    }

    public void Pop()
    {
        _sessions.Pop();
        Flowing.Value = Innermost;
        if (_sessions.Count == 0)
            Unhook();
    }

    /// <summary>Takes every hook back, in whatever runspace: no session is on any more.</summary>
    public static void UnhookAll()
    {
        foreach (var (runspace, spans) in ByRunspace)
        {
            spans.Unhook();
            // A runspace that only joined is new again to the next session.
            if (spans._sessions.Count == 0)
                ByRunspace.Remove(runspace);
        }
    }

    private void Join(TraceSession? session)
    {
        _joined = session;
        try
        {
            // The session state of a runspace can be reached from inside it alone; SessionStateProxy refuses while a pipeline runs.
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            if (shell.AddScript("$ExecutionContext.InvokeCommand", useLocalScope: false).Invoke() is [{ BaseObject: CommandInvocationIntrinsics commands }])
                _hook = CommandHook.Attach(commands);
        }
        catch (Exception e)
        {
            // Its calls still have their spans.
            OwnFailures.Record("join a new runspace", e);
        }
    }

    private void Unhook()
    {
        _hook?.Detach();
        _hook = null;
    }
}
