using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AwsOtel.Engine.Redaction;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Hooks;

/// <summary>
/// Runs script blocks at calls, in a runspace of their own: the SDK completes calls on pool threads, which have none, and the script's is busy
/// with the call. One hook runs at a time. A call waits for its hook for a short while at most, then goes on without it.
/// </summary>
internal sealed class ScriptHooks : ICallHooks
{
    // The variables of the hook: it sees those of the scope around it.
    private const string Caller = "param($OtelHook, $Span, $Service, $Operation, $Request, $Response) & $OtelHook";

    private readonly Runspace _runspace;
    private readonly Hook? _request;
    private readonly Hook? _response;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile bool _overdue;
    private long _failures;

    private ScriptHooks(Runspace runspace, string? request, string? response)
    {
        _runspace = runspace;
        _request = request is null ? null : new Hook("RequestHook", "Request", Compile(request));
        _response = response is null ? null : new Hook("ResponseHook", "Response", Compile(response));
        // The first run of all is the slow one.
        using var shell = Shell(Compile(""), "Request", null, null, null);
        shell.Invoke();
    }

    /// <summary>The longest that a call waits for a hook.</summary>
    public static TimeSpan Longest { get; set; } = TimeSpan.FromMilliseconds(100);

    public long Failures => Interlocked.Read(ref _failures);

    /// <param name="request">Text of -RequestHook; null for none.</param>
    /// <param name="response">Text of -ResponseHook; null for none.</param>
    public static ScriptHooks Open(string? request, string? response)
    {
        var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        try
        {
            runspace.Open();
            return new ScriptHooks(runspace, request, response);
        }
        catch
        {
            runspace.Dispose();
            throw;
        }
    }

    public void OnRequest(Activity span, string operation, object request) => Run(_request, span, operation, request);

    public void OnResponse(Activity span, string operation, object response) => Run(_response, span, operation, response);

    /// <summary>A hook that hangs keeps its thread; nobody waits for it.</summary>
    public void Dispose() => Task.Run(_runspace.Dispose);

    private void Run(Hook? hook, Activity span, string operation, object message)
    {
        // A call that a hook makes itself has none.
        if (hook is null || Runspace.DefaultRunspace == _runspace)
            return;
        try
        {
            if (_overdue)
            {
                Fail(hook, "it was not run, as an earlier one has not ended yet");
                return;
            }

            var clock = Stopwatch.StartNew();
            if (!_turn.Wait(Longest))
            {
                Fail(hook, "it was not run, as those of other calls took too long");
                return;
            }

            RunInTurn(hook, span, operation, message, Longest - clock.Elapsed);
        }
        catch (Exception e)
        {
            Fail(hook, e.Message);
        }
    }

    private void RunInTurn(Hook hook, Activity span, string operation, object message, TimeSpan longest)
    {
        var attributes = new HookAttributes();
        var handle = new OtelHookSpan(span.OperationName, span.TraceId.ToHexString(), span.SpanId.ToHexString(), attributes.Set);
        var shell = Shell(hook.Script, hook.Variable, handle, operation, message);
        IAsyncResult running;
        try
        {
            running = shell.BeginInvoke();
        }
        catch
        {
            End(shell);
            throw;
        }

        if (!running.AsyncWaitHandle.WaitOne(longest > TimeSpan.Zero ? longest : TimeSpan.Zero))
        {
            attributes.Take();
            _overdue = true;
            Fail(hook, $"it was cut off after {Longest.TotalMilliseconds:0} ms");
            shell.BeginStop(_ => End(shell), null);
            return;
        }

        try
        {
            shell.EndInvoke(running);
            foreach (var (name, value) in attributes.Take())
                span.SetTag(name, value);
            if (shell.Streams.Error is [{ } error, ..])
                Fail(hook, error.ToString());
        }
        finally
        {
            End(shell);
        }
    }

    private void End(PowerShell shell)
    {
        shell.Dispose();
        _overdue = false;
        _turn.Release();
    }

    private ScriptBlock Compile(string text)
    {
        // Bound to this runspace, wherever the text came from.
        using var shell = PowerShell.Create();
        shell.Runspace = _runspace;
        return (ScriptBlock)shell.AddScript("param($text) [scriptblock]::Create($text)").AddArgument(text).Invoke()[0].BaseObject;
    }

    private PowerShell Shell(ScriptBlock hook, string variable, OtelHookSpan? span, string? operation, object? message)
    {
        var dot = operation?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        var shell = PowerShell.Create();
        shell.Runspace = _runspace;
        return shell.AddScript(Caller, useLocalScope: true)
            .AddParameter("OtelHook", hook)
            .AddParameter("Span", span)
            .AddParameter("Service", dot < 0 ? "" : operation![..dot])
            .AddParameter("Operation", dot < 0 ? operation : operation![(dot + 1)..])
            .AddParameter(variable, message);
    }

    /// <summary>Counts each, and tells the first of each hook.</summary>
    private void Fail(Hook hook, string why)
    {
        Interlocked.Increment(ref _failures);
        if (Interlocked.Exchange(ref hook.Told, 1) == 0)
            OwnFailures.Record($"-{hook.Parameter} failed: {Redactor.Redact(why).TrimEnd('.')}. The call was not affected; later failures of it are counted only.");
    }

    private sealed class Hook(string parameter, string variable, ScriptBlock script)
    {
        public int Told;

        public string Parameter { get; } = parameter;

        public string Variable { get; } = variable;

        public ScriptBlock Script { get; } = script;
    }
}
