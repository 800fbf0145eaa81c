using System.Management.Automation;
using System.Management.Automation.Language;

namespace AwsOtel.Engine.Commands;

/// <summary>
/// Runs a script block for a cmdlet as if it stood there dot-sourced: in the caller's scope, its output going down the cmdlet's pipeline as it
/// comes, its errors with the positions, ids and stack that they would have without the cmdlet.
/// </summary>
/// <remarks>
/// A steppable pipeline of <c>. $block</c> is the public way that does all of this: InvokeScript adds a frame to the script stack, and
/// ScriptBlock.Invoke collects. To be used in ProcessRecord, where alone the engine lets an exception pass that was not thrown there, and to be
/// disposed of with the cmdlet.
/// </remarks>
internal sealed class ScriptBlockRunner(PSCmdlet cmdlet) : IDisposable
{
    private readonly PassingError _error = new();

    /// <summary>Runs the block.</summary>
    /// <exception cref="RuntimeException">What the block threw; the same object.</exception>
    public void Run(ScriptBlock block) => _error.Pass(() =>
    {
        using var pipeline = DotSource(block).GetSteppablePipeline(cmdlet.MyInvocation.CommandOrigin);
        pipeline.Begin(cmdlet);
        // Without it a process block is left out.
        pipeline.Process();
        pipeline.End();
    });

    public void Dispose() => _error.Dispose();

    /// <summary>The statement <c>. $block</c>, at the position of the cmdlet's call: Write-Error and $MyInvocation show it.</summary>
    private ScriptBlock DotSource(ScriptBlock block)
    {
        var position = Position(block);
        var command = new CommandAst(position, [new ConstantExpressionAst(position, block)], TokenKind.Dot, null);
        var statements = new StatementBlockAst(position, [new PipelineAst(position, command)], null);
        return new ScriptBlockAst(position, null, statements, isFilter: false).GetScriptBlock();
    }

    private IScriptExtent Position(ScriptBlock block)
    {
        // Usually the block is an argument of the call itself; that of a wrapper's call is another.
        var call = cmdlet.MyInvocation;
        if (block.Ast.Parent?.Parent is CommandAst { Extent: var extent }
            && extent.File == (call.ScriptName is { Length: > 0 } script ? script : null)
            && extent.StartLineNumber == call.ScriptLineNumber
            && extent.StartColumnNumber == call.OffsetInLine)
            return extent;
        return CallPosition.OfStatement() ?? block.Ast.Extent;
    }
}
