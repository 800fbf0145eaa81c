using System.ComponentModel;
using System.Management.Automation;
using AwsOtel.Engine.Logs;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>
/// Where the derived cmdlet types come in. Public because code emitted at run time calls it; not for use in scripts.
/// </summary>
/// <remarks>
/// The state travels as <see cref="object"/>: null where the cmdlet is not followed. No method throws.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CmdletBracket
{
    /// <summary>BeginProcessing is entered: the span starts.</summary>
    /// <returns>The state for the other methods; null where no session is on, or the trace is sampled out and nothing is logged.</returns>
    public static object? Begin(PSCmdlet cmdlet)
    {
        try
        {
            FaultPoint.Reach("begin the span of a cmdlet");
            return (ICmdletWatch?)CmdletSpan.Begin(cmdlet) ?? LoggedCmdlet.Begin(cmdlet);
        }
        catch (Exception e)
        {
            OwnFailures.Record("begin the span of a cmdlet", e);
            return null;
        }
    }

    /// <summary>ProcessRecord or EndProcessing is entered.</summary>
    public static void Enter(object? state) => Run(state, "enter a cmdlet", static watch => watch.Enter());

    /// <summary>One of the three is left, in whatever way.</summary>
    public static void Leave(object? state) => Run(state, "leave a cmdlet", static watch => watch.Leave());

    /// <summary>An exception passes. For use as an exception filter.</summary>
    /// <returns>Always 0: the exception goes on as if nobody had looked.</returns>
    public static int Fail(object? state, object exception)
    {
        if (state is ICmdletWatch watch && exception is Exception passing)
        {
            try
            {
                FaultPoint.Reach("end the span of a failed cmdlet");
                watch.Fail(passing);
            }
            catch (Exception e)
            {
                OwnFailures.Record("end the span of a failed cmdlet", e);
            }
        }

        return 0;
    }

    /// <summary>EndProcessing went through, or the cmdlet is disposed of: the span ends.</summary>
    public static void End(object? state) => Run(state, "end the span of a cmdlet", static watch => watch.End());

    /// <summary>StopProcessing was called, on another thread.</summary>
    public static void Stop(object? state) => Run(state, "note that a cmdlet was stopped", static watch => watch.Stop());

    /// <summary>ProcessOutput is entered.</summary>
    /// <param name="errorResponse">The exception that it is about to throw, where it is one.</param>
    public static void EnterOutput(object? state, Exception? errorResponse) =>
        Run(state, "enter the output of a cmdlet", errorResponse, static (watch, error) => watch.EnterOutput(error));

    /// <summary>ProcessOutput wrote all of an output.</summary>
    public static void CountOutput(object? state, object? output) =>
        Run(state, "count the output of a cmdlet", output, static (watch, written) => watch.CountOutput(written));

    /// <summary>ProcessOutput is left, in whatever way.</summary>
    public static void LeaveOutput(object? state) => Run(state, "leave the output of a cmdlet", static watch => watch.LeaveOutput());

    private static void Run(object? state, string step, Action<ICmdletWatch> action) =>
        Run(state, step, action, static (watch, run) => run(watch));

    private static void Run<TArgument>(object? state, string step, TArgument argument, Action<ICmdletWatch, TArgument> action)
    {
        if (state is not ICmdletWatch watch)
            return;
        try
        {
            FaultPoint.Reach(step);
            action(watch, argument);
        }
        catch (Exception e)
        {
            OwnFailures.Record(step, e);
        }
    }
}
