using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>
/// The open scopes of one runspace, innermost first, and the hook on its commands: the truth about which span a statement of its script is
/// under. The ambient span cannot be: it leaks from event actions and into thread jobs.
/// </summary>
internal sealed class RunspaceSpans
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceSpans> ByRunspace = [];

    /// <summary>The scope of the script that a new runspace is made by: flows into ForEach-Object -Parallel.</summary>
    private static readonly AsyncLocal<SpanScope?> Flowing = new();

    private readonly Stack<SpanScope> _scopes = new();
    private CommandHook? _hook;
    private SpanScope? _joined;

    /// <summary>
    /// Of the runspace whose pipeline runs on this thread; null on other threads, and where neither was a session started nor has a call been
    /// seen.
    /// </summary>
    public static RunspaceSpans? Current =>
        Runspace.DefaultRunspace is { } runspace && ByRunspace.TryGetValue(runspace, out var spans) ? spans : null;

    /// <summary>The session that a new one is nested in: of this runspace, else of the script that made it.</summary>
    public TraceSession? Outer => Innermost ?? (Flowing.Value is { Session: { Ended: false } flowing } ? flowing : null);

    /// <summary>The innermost session that was started in this runspace.</summary>
    public TraceSession? Innermost => InnermostScope?.Session;

    /// <summary>The sessions that were started in this runspace, innermost first.</summary>
    public IEnumerable<TraceSession> Sessions
    {
        get
        {
            TraceSession? last = null;
            foreach (var scope in _scopes)
            {
                if (scope.Session != last)
                    yield return scope.Session;
                last = scope.Session;
            }
        }
    }

    /// <summary>What a span of the script that runs here starts under: its own scopes, else those of the script that made this runspace.</summary>
    public SpanParent Parent => Scope?.Parent ?? default;

    private SpanScope? Scope => InnermostScope ?? _joined;

    private SpanScope? InnermostScope
    {
        get
        {
            while (_scopes.TryPeek(out var scope))
            {
                if (scope.IsOpen)
                    return scope;
                _scopes.Pop();
            }

            return null;
        }
    }

    public static RunspaceSpans Of(Runspace runspace) => ByRunspace.GetValue(runspace, static _ => new RunspaceSpans());

    /// <summary>
    /// What a span of the script starts under that runs on this thread. A runspace that is new to us (ForEach-Object -Parallel, a thread job)
    /// joins the session that it came from at its first AWS call: from the next cmdlet on, its cmdlets have spans too.
    /// </summary>
    public static SpanParent ParentHere()
    {
        if (Runspace.DefaultRunspace is not { } runspace)
            return default;
        if (!ByRunspace.TryGetValue(runspace, out var spans))
        {
            spans = Of(runspace);
            spans.Join(Flowing.Value);
        }

        return spans.Parent;
    }

    /// <summary>What a cmdlet's span starts under.</summary>
    public static SpanParent ParentOfCmdlet()
    {
        var scope = Current?.Scope;
        var ambient = Activity.Current;
        // A span that the script opened by other means, after the scope began, is nearer than the scope's own.
        if (ambient is not null && ambient.Source.Name != Spans.ScopeName && !ReferenceEquals(ambient, scope?.Surrounding))
            return new SpanParent(ambient);
        return scope?.Parent is { IsNone: false } parent ? parent : new SpanParent(SessionRegistry.NewestScriptSpan);
    }

    /// <summary>Opens the scope of a session.</summary>
    public void Push(TraceSession session, CommandInvocationIntrinsics commands)
    {
        Open(new SpanScope(new SpanParent(session.ScriptSpan), Scope, session));
        _hook ??= CommandHook.Attach(commands);
    }

    /// <summary>Closes the scopes of the innermost session.</summary>
    public void Pop()
    {
        var session = Innermost;
        while (InnermostScope is { } scope && scope.Session == session)
            scope.Close();
        Flowing.Value = InnermostScope;
        if (_scopes.Count == 0)
            Unhook();
    }

    /// <summary>Takes every hook back, in whatever runspace: no session is on any more.</summary>
    public static void UnhookAll()
    {
        foreach (var (runspace, spans) in ByRunspace)
        {
            spans.Unhook();
            // A runspace that only joined is new again to the next session.
            if (spans._scopes.Count == 0)
                ByRunspace.Remove(runspace);
        }
    }

    private void Open(SpanScope scope)
    {
        _scopes.Push(scope);
        Flowing.Value = scope;
    }

    private void Join(SpanScope? scope)
    {
        _joined = scope;
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
