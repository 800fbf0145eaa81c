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
    public TraceSession? Outer => Innermost ?? Flowing.Value?.Nearest?.Session;

    /// <summary>The innermost session that was started in this runspace.</summary>
    public TraceSession? Innermost => Sessions.FirstOrDefault();

    /// <summary>The sessions that were started in this runspace, innermost first.</summary>
    public IEnumerable<TraceSession> Sessions
    {
        get
        {
            foreach (var scope in _scopes)
            {
                if (scope is { IsOpen: true, IsSession: true })
                    yield return scope.Session;
            }
        }
    }

    /// <summary>What a span of the script that runs here starts under: its own scopes, else those of the script that made this runspace.</summary>
    public SpanParent Parent => Scope?.Parent ?? default;

    /// <summary>The session that a span belongs to that starts here; null where none is on.</summary>
    public TraceSession? Session => Scope?.Nearest?.Session ?? SessionRegistry.Newest;

    /// <summary>What the script holds of the scopes that are open here, innermost first.</summary>
    public IEnumerable<object> Owners
    {
        get
        {
            foreach (var scope in _scopes)
            {
                if (scope is { IsOpen: true, Owner: { } owner })
                    yield return owner;
            }
        }
    }

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

    /// <summary>What a span of the script starts under that runs on this thread; on a thread of the pool, where its work came from.</summary>
    public static SpanParent ParentHere() => (Here() is { } spans ? spans.Parent : Flowing.Value?.Parent) ?? default;

    /// <summary>
    /// Of the runspace whose pipeline runs on this thread, while a session is on. One that is new to us (ForEach-Object -Parallel, a thread job)
    /// joins the session that it came from, at its first AWS call or span: from the next cmdlet on, its cmdlets have spans too.
    /// </summary>
    public static RunspaceSpans? Here()
    {
        if (Runspace.DefaultRunspace is not { } runspace || !SessionRegistry.IsActive)
            return null;
        if (!ByRunspace.TryGetValue(runspace, out var spans))
        {
            spans = Of(runspace);
            spans.Join(Flowing.Value);
        }

        return spans;
    }

    /// <summary>The span that is current for the script; null where nothing is traced.</summary>
    public static Activity? CurrentSpan() => Here() is null ? null : ParentOfCmdlet().Span;

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
        Open(session.ScriptSpan, session);
        _hook ??= CommandHook.Attach(commands);
    }

    /// <summary>Closes the scopes of the innermost session.</summary>
    public void Pop()
    {
        var session = Innermost;
        foreach (var scope in _scopes)
        {
            if (scope.Session == session)
                scope.Close();
        }

        Flowing.Value = Scope;
        if (InnermostScope is null)
            Unhook();
    }

    /// <summary>Opens the scope of a span: what the script does from now on is under it.</summary>
    /// <param name="owner">What the script holds of it; null where it ends with a block or a session.</param>
    public SpanScope Open(Activity? span, TraceSession session, object? owner = null)
    {
        var scope = new SpanScope(new SpanParent(span), Scope, session, owner);
        _scopes.Push(scope);
        Flowing.Value = scope;
        return scope;
    }

    /// <summary>Closes the scope of a span; scopes that were opened later and are still open stay.</summary>
    public void Close(SpanScope scope)
    {
        scope.Close();
        Flowing.Value = Scope;
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
