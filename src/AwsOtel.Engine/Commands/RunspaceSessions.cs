using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AwsOtel.Engine.CmdletSpans;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>Begins and ends sessions in the runspace that a command runs in.</summary>
internal static class RunspaceSessions
{
    static RunspaceSessions()
    {
        Instrumentation.Initialize();
        AmbientSpan.OfRunspace = RunspaceSpans.ScriptSpanHere;
        ValueUnwrapper.Unwrapper = static value => value is PSObject wrapped ? wrapped.BaseObject : value;
        SessionRegistry.ActiveChanged += static active =>
        {
            if (!active)
                RunspaceSpans.UnhookAll();
        };
    }

    public static TraceSession Begin(SessionSettings settings, SessionState state, List<string> warnings)
    {
        SessionResource.PowerShellVersion ??= state.PSVariable.GetValue("PSVersionTable") is IDictionary table ? table["PSVersion"]?.ToString() : null;
        var spans = RunspaceSpans.Of(Runspace.DefaultRunspace);
        var session = SessionRegistry.Begin(settings, spans.Innermost, warnings);
        session.NewestError = NewestError.SinceNow(state);
        spans.Push(session, state.InvokeCommand);
        return session;
    }

    /// <summary>Ends the innermost session of this runspace.</summary>
    /// <returns>The session and what its exporters came to; null where none is on.</returns>
    public static (TraceSession Session, ExportResultCounts Counts)? End()
    {
        if (RunspaceSpans.Current is not { Innermost: { } session } spans)
            return null;
        spans.Pop();
        return (session, SessionRegistry.End(session));
    }

    /// <summary>Ends every session of the process: the module is being removed.</summary>
    public static void EndAll()
    {
        while (End() is not null)
        {
        }

        var left = SessionRegistry.All();
        for (var i = left.Length - 1; i >= 0; i--)
            SessionRegistry.End(left[i]);
    }
}
