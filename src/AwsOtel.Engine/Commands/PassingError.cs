using System.Management.Automation;

namespace AwsOtel.Engine.Commands;

/// <summary>
/// Lets an error of the user's script pass out of a cmdlet unchanged. PowerShell puts an exception of its own around an error that a cmdlet lets
/// through, unless it comes from a throw statement: the type that the user's catch names, the error's id and its position would be lost. So the
/// error says that it does, until the cmdlet is disposed of; whoever catches it sees it as it was.
/// </summary>
internal sealed class PassingError : IDisposable
{
    private RuntimeException? _marked;

    /// <exception cref="RuntimeException">What the step threw; the same object.</exception>
    public void Pass(Action step)
    {
        try
        {
            step();
        }
        catch (RuntimeException e) when (!e.WasThrownFromThrowStatement && e is not PipelineStoppedException)
        {
            e.WasThrownFromThrowStatement = true;
            _marked = e;
            throw;
        }
    }

    /// <summary>The cmdlet's pipeline is at its end: the exception has passed the engine.</summary>
    public void Dispose()
    {
        if (_marked is not null)
            _marked.WasThrownFromThrowStatement = false;
    }
}
