using System.Management.Automation;
using System.Management.Automation.Language;

namespace AwsOtel.Engine.Commands;

/// <summary>
/// A script that runs inside a cmdlet as if it stood in the cmdlet's place: in the caller's session state, with a scope of its own, its output
/// and errors going down the cmdlet's own pipes as they come, and no frame of ours on the stack.
/// </summary>
internal sealed class ScriptInvocation : IDisposable
{
    /// <summary>Public since PowerShell 7.3, and not yet in the reference that we compile against.</summary>
    private static readonly Action<SteppablePipeline>? Clean =
        typeof(SteppablePipeline).GetMethod("Clean", Type.EmptyTypes)?.CreateDelegate<Action<SteppablePipeline>>();

    private readonly ScriptBlock _block;
    private readonly PassingError _error = new();
    private SteppablePipeline? _pipeline;
    private Func<bool>? _exit;

    /// <param name="call">Where the call stands that the script takes the place of.</param>
    /// <param name="script">The path as it was typed, or a script block.</param>
    /// <param name="arguments">Its arguments.</param>
    public ScriptInvocation(IScriptExtent call, object script, IReadOnlyList<CommandElementAst> arguments)
    {
        CommandElementAst command = script is string path
            ? new StringConstantExpressionAst(call, path, StringConstantType.BareWord)
            : new ConstantExpressionAst(call, script);
        var operation = script is string ? TokenKind.Unknown : TokenKind.Ampersand;
        var statement = new PipelineAst(call, new CommandAst(call, [command, .. arguments], operation, redirections: null));
        _block = new ScriptBlockAst(call, paramBlock: null, new StatementBlockAst(call, [statement], traps: null), isFilter: false).GetScriptBlock();
    }

    /// <summary>Whether <c>$?</c> is false after the script: it ended with an exit code, or wrote an error in its own name.</summary>
    public bool Failed => _pipeline is not null && PipelineOutcome.HasFailed(_pipeline);

    /// <summary>Whether it has called <c>exit</c>; null where that cannot be told.</summary>
    public bool? HasExited => _exit?.Invoke();

    public void Begin(PSCmdlet cmdlet) => _error.Pass(() =>
    {
        _pipeline = _block.GetSteppablePipeline(cmdlet.CommandOrigin);
        _exit = PipelineOutcome.WatchExit(_pipeline);
        _pipeline.Begin(cmdlet);
    });

    public void Process(PSObject? input) => _error.Pass(() => _pipeline!.Process(input));

    public void End() => _error.Pass(() => _pipeline!.End());

    public void Dispose()
    {
        if (_pipeline is not null)
        {
            // Runs the script's clean blocks where the pipeline was stopped before its end; afterwards it does nothing.
            Clean?.Invoke(_pipeline);
            _pipeline.Dispose();
        }

        _error.Dispose();
    }
}
