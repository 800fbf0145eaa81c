using System.Management.Automation;
using System.Management.Automation.Language;
using AwsOtel.Engine.Logs;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>
/// Runs a script, unchanged, under a session of its own. Output, errors, streams and exit code are those of the script; the session ends, and
/// is delivered, however the script ends.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "OtelScript", DefaultParameterSetName = nameof(Path))]
[OutputType(typeof(object))]
public sealed class InvokeOtelScriptCommand : SessionCommand, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private string? _scriptFile;
    private TraceSession? _session;
    private ScriptInvocation? _script;
    private object? _exitCodeBefore;
    private bool _ending;
    private bool _left;

    /// <summary>The script to run.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(Path))]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The script block to run, in a scope of its own.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(ScriptBlock))]
    [ValidateNotNull]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>
    /// Arguments that cannot be typed after the script, as their names are also ours: a hashtable by names, an array by position.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public object? ArgumentList { get; set; }

    /// <summary>The script's own arguments, as they are typed after it; after <c>--</c> all are the script's.</summary>
    [Parameter(ValueFromRemainingArguments = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? ScriptArgument { get; set; }

    /// <summary>What comes down the pipeline: the script's <c>$input</c>, or what its parameters take from there.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The file of the File exporter; default: a new file in the user's state folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TracePath { get; set; }

    private protected override (string Parameter, string? Path) TraceFile => (nameof(TracePath), TracePath);

    private protected override string? ScriptFile => _scriptFile ?? base.ScriptFile;

    private object? LastExitCode => SessionState.PSVariable.GetValue("global:LASTEXITCODE");

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!MyInvocation.ExpectingInput && MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)))
            Refuse("InvalidInputObject", InputObject, "-InputObject: a script takes its input from the pipeline. Use: $input | Invoke-OtelScript ./script.ps1");
        object script = ParameterSetName == nameof(Path) ? ResolveScript() : ScriptBlock;
        var call = CallPosition.OfStatement() ?? ScriptBlock.Create(MyInvocation.MyCommand.Name).Ast.Extent;
        var arguments = ReadArguments(call);
        _script = new ScriptInvocation(call, script, arguments.Elements);
        _exitCodeBefore = LastExitCode;
        _session = BeginSession();
        Run(() => _script.Begin(this));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Run(() => _script!.Process(InputObject));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Run(() => _script!.End());
        if (_script!.Failed)
        {
            PipelineOutcome.Set(this, hasFailed: true);
            // An error of the script's own is no exit, whatever a program has left there; a code that was there before is another object.
            PassOn((_script.HasExited ?? !ReferenceEquals(LastExitCode, _exitCodeBefore)) && LastExitCode is int exitCode ? exitCode : 0);
        }

        EndSession();
    }

    /// <summary>Ctrl-C ends the script, which delivers what it did; while that is being delivered, it ends the wait.</summary>
    protected override void StopProcessing()
    {
        if (_ending)
            _stopping.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _script?.Dispose();
        // To PowerShell a cmdlet that is left this way has failed; a script has not.
        if (_left)
            PipelineOutcome.Set(this, hasFailed: false);
        // The pipeline was stopped from outside.
        if (_session is not null)
            RunspaceSessions.End(_session, _stopping.Token);
        _session = null;
        _stopping.Dispose();
    }

    private object ResolveScript()
    {
        _scriptFile = SettingError.Guard(this, () => FileSystemPath.Resolve(this, Path));
        if (!File.Exists(_scriptFile))
            Refuse("ScriptNotFound", Path, $"-Path: there is no script '{Path}'. Give the path of a .ps1 file.");
        if (!_scriptFile.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase))
            Refuse("ScriptNotFound", Path, $"-Path: '{Path}' is not a PowerShell script. Give the path of a .ps1 file.");
        // A bare name would be looked for in $env:PATH; a path is the script's $MyInvocation.InvocationName as it was typed.
        return Path.AsSpan().ContainsAny('/', '\\') ? Path : _scriptFile;
    }

    private ScriptArguments ReadArguments(IScriptExtent call)
    {
        var arguments = new ScriptArguments(call);
        try
        {
            if (ArgumentList is not null)
                arguments.Splat(ArgumentList);
        }
        catch (ArgumentException e)
        {
            Refuse("InvalidArgumentList", ArgumentList, e.Message);
        }

        if (ScriptArgument is not null)
            arguments.AddTyped(ScriptArgument);
        arguments.AddCommon(MyInvocation.BoundParameters);
        return arguments;
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private void Refuse(string errorId, object? value, string message)
    {
        ThrowTerminatingError(new ErrorRecord(new ArgumentException(message), errorId, ErrorCategory.InvalidArgument, value));
        throw new InvalidOperationException();
    }

    private void Run(Action step)
    {
        try
        {
            step();
        }
        catch (FlowControlException e)
        {
            // A script block that exits ends its caller, as it would without us; break and continue look for a loop of the caller's.
            if (e is not ExitException exit)
                _left = true;
            else if (LanguagePrimitives.TryConvertTo(exit.Argument, out int exitCode))
                _session?.SetExitCode(exitCode);
            EndSession();
            throw;
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            if (_session?.ScriptSpan is { } span && (e as IContainsErrorRecord)?.ErrorRecord is { } record)
                LogPipeline.Current?.Write(record, null, span.Context);
            _session?.Fail(e);
            EndSession();
            throw;
        }
    }

    /// <summary>
    /// The script ended with an exit code, or with an error of its own, which is none. Where nothing comes after it in the process, that is the
    /// process's end, as with <c>pwsh -File</c>.
    /// </summary>
    private void PassOn(int exitCode)
    {
        if (exitCode != 0)
            _session?.SetExitCode(exitCode);
        if (CallPosition.OfStatement() is { } statement && CommandLineStatement.IsLast(statement))
            Host.SetShouldExit(exitCode);
    }

    private void EndSession()
    {
        if (_session is not { } session)
            return;
        _ending = true;
        _session = null;
        if (RunspaceSessions.End(session, _stopping.Token) is not { } counts)
            return;
        SessionReport.Draw(Host, session);
        foreach (var warning in SessionReport.Warnings(session, counts))
            OwnMessages.Warn(this, warning);
    }
}
