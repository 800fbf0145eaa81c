using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using AwsOtel.Engine.Logs;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>
/// The open scopes of one runspace, innermost first, and the hook on its commands: the truth about which span a statement of its script is
/// under. The ambient span cannot be: it leaks from event actions and into thread jobs.
/// </summary>
internal sealed class RunspaceSpans
{
    /// <summary>The runspaces of ForEach-Object -Parallel are called by this and a number.</summary>
    private const string ItemRunspace = "PSTask";

    private const int Never = -1;

    private static readonly ConditionalWeakTable<Runspace, RunspaceSpans> ByRunspace = [];

    /// <summary>The scope of the script that a new runspace is made by: flows into ForEach-Object -Parallel.</summary>
    private static readonly AsyncLocal<SpanScope?> Flowing = new();

    /// <summary>Counts the times that no session was on any more: what a runspace had joined before is over.</summary>
    private static int _era;

    private readonly Stack<SpanScope> _scopes = new();
    private CommandHook? _hook;
    private SpanScope? _joined;
    private int _joinedIn = Never;
    private bool _left;

    /// <summary>
    /// Of the runspace whose pipeline runs on this thread; null on other threads, and where neither was a session started nor has a call been
    /// seen.
    /// </summary>
    public static RunspaceSpans? Current =>
        Runspace.DefaultRunspace is { } runspace && ByRunspace.TryGetValue(runspace, out var spans) ? spans : null;

    /// <summary>The scope that a new one is opened in: the innermost of this runspace, else of the script that made it.</summary>
    public SpanScope? Scope => InnermostScope ?? _joined?.Nearest;

    /// <summary>The innermost session that was started in this runspace.</summary>
    public TraceSession? Innermost => Sessions.FirstOrDefault();

    /// <summary>The sessions that were started in this runspace, innermost first.</summary>
    public IEnumerable<TraceSession> Sessions => _scopes.Where(static scope => scope is { IsSession: true, IsOpen: true }).Select(static scope => scope.Session);

    /// <summary>The session that a span belongs to that starts here; null where none is on.</summary>
    public TraceSession? Session => Scope?.Session ?? SessionRegistry.Newest;

    /// <summary>What the script holds of the scopes that are open here, innermost first.</summary>
    public IEnumerable<object> Owners => _scopes.Where(static scope => scope is { IsOpen: true, Owner: not null }).Select(static scope => scope.Owner!);

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
    public static SpanParent ParentHere() => (Runspace.DefaultRunspace is null ? Flowing.Value : Here()?.Scope)?.Parent ?? default;

    /// <summary>
    /// Of the runspace whose pipeline runs on this thread, while a session is on. One that is new to us (ForEach-Object -Parallel, a thread job)
    /// joins the session that it came from, at its first AWS call or the first command of ours: from then on, its cmdlets have spans too.
    /// </summary>
    public static RunspaceSpans? Here()
    {
        if (Runspace.DefaultRunspace is not { } runspace || !SessionRegistry.IsActive)
            return null;
        var spans = Of(runspace);
        if (spans._hook is null && spans._joinedIn != Volatile.Read(ref _era))
            spans.Join(runspace);
        return spans;
    }

    /// <summary>The span that is current for the script; null where nothing is traced.</summary>
    public static Activity? CurrentSpan() => Here() is null ? null : ParentOfCmdlet().Span;

    /// <summary>The context of what is current for the script, also where it is another process's; default where nothing is.</summary>
    public static ActivityContext CurrentContext() => ParentOfCmdlet() is var parent && parent.Span is { } span ? span.Context : parent.Remote;

    /// <summary>Another span is about to be current: the errors until now are of the one that is.</summary>
    /// <param name="span">Null for what is current for the script.</param>
    public static void LookAtErrors(Activity? span = null)
    {
        // The first question: without logs, this costs nothing.
        if (LogPipeline.Current is not null)
            Current?._hook?.Errors?.Look(span);
    }

    /// <summary>What a cmdlet's span starts under.</summary>
    public static SpanParent ParentOfCmdlet() =>
        ParentIn(Current?.Scope) is { IsNone: false } parent ? parent : new SpanParent(SessionRegistry.NewestScriptSpan);

    /// <summary>What a session starts under in this runspace, and the session that it is nested in.</summary>
    public (SpanParent Parent, TraceSession? Outer) AroundSession()
    {
        if (_joinedIn != Volatile.Read(ref _era))
            NoteOrigin(Runspace.DefaultRunspace);
        return (ParentIn(Scope), Scope?.Session);
    }

    /// <summary>Opens the scope of a session that was started in this runspace.</summary>
    public void Push(TraceSession session, SessionState state)
    {
        // A nested session that is sampled out has no span of its own.
        var parent = session.ScriptSpan is { } span ? new SpanParent(span) : Scope?.Parent ?? default;
        Open(new SpanScope(parent, Scope, session, isSession: true));
        _hook ??= CommandHook.Attach(state, state.InvokeCommand);
    }

    /// <summary>Opens the scope of a block: what the script does from now on is under it, until <see cref="Close"/>.</summary>
    /// <param name="owner">What the script holds of it; null where it ends with a block.</param>
    public SpanScope Open(SpanParent parent, TraceSession session, object? owner = null) => Open(new SpanScope(parent, Scope, session, isSession: false, owner));

    /// <summary>Closes the scope of a block; scopes that were opened later and are still open stay.</summary>
    public void Close(SpanScope scope)
    {
        LookAtErrors();
        scope.Close();
        Changed();
    }

    /// <summary>Closes the scopes of the innermost session.</summary>
    public void Pop()
    {
        LookAtErrors();
        var session = Innermost;
        foreach (var scope in _scopes)
        {
            if (scope.Session == session)
                scope.Close();
        }

        Changed();
        // A runspace that has joined another's session is still part of that.
        if (Scope is null)
            Unhook();
    }

    /// <summary>The module is imported into the runspace whose pipeline runs on this thread: one that has left joins again.</summary>
    public static void Enter()
    {
        if (Current is { _left: true } spans)
        {
            spans._left = false;
            spans._joinedIn = Never;
        }

        Here();
    }

    /// <summary>Leaves the session that this runspace has joined: the module is removed from it.</summary>
    public void Leave()
    {
        _left = true;
        _joined = null;
        if (InnermostScope is null)
            Unhook();
    }

    /// <summary>Takes every hook back, in whatever runspace: no session is on any more.</summary>
    public static void UnhookAll()
    {
        Interlocked.Increment(ref _era);
        foreach (var (_, spans) in ByRunspace)
            spans.Unhook();
    }

    /// <summary>
    /// The scope that flowed here, as far as it is to be trusted. Into the items of ForEach-Object -Parallel it comes from the statement that
    /// runs them; elsewhere (thread jobs, pools) it is that of whoever set the queue going, and only the session can be told from it.
    /// </summary>
    private static SpanScope? FlowInto(Runspace runspace) =>
        runspace.Name?.StartsWith(ItemRunspace, StringComparison.Ordinal) == true ? Flowing.Value?.Nearest : Flowing.Value?.OfSession;

    /// <summary>A span that the script opened by other means, after the scope began, is nearer than the scope's own.</summary>
    private static SpanParent ParentIn(SpanScope? scope)
    {
        var ambient = Activity.Current;
        return ambient is not null && ambient.Source.Name != Spans.ScopeName && !ReferenceEquals(ambient, scope?.Surrounding)
            ? new SpanParent(ambient, Session: scope?.Session)
            : scope?.Parent ?? default;
    }

    private SpanScope Open(SpanScope scope)
    {
        LookAtErrors();
        _scopes.Push(scope);
        Changed();
        return scope;
    }

    private void Changed()
    {
        Flowing.Value = Scope;
        EnvironmentContext.Follow(this, InnermostScope?.Parent ?? default);
    }

    /// <summary>Where a runspace came from is asked once in an era: a session that it ends itself does not put it into somebody else's.</summary>
    private void NoteOrigin(Runspace runspace)
    {
        _joinedIn = Volatile.Read(ref _era);
        _joined = FlowInto(runspace);
    }

    private void Join(Runspace runspace)
    {
        NoteOrigin(runspace);
        try
        {
            FaultPoint.Reach("join a new runspace");
            // The session state of a runspace can be reached from inside it alone; SessionStateProxy refuses while a pipeline runs.
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            if (shell.AddScript("$ExecutionContext", useLocalScope: false).Invoke() is [{ BaseObject: EngineIntrinsics engine }])
                _hook = CommandHook.Attach(engine.SessionState, engine.InvokeCommand);
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
