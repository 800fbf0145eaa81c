using System.Diagnostics;
using System.Management.Automation;
using AwsOtel.Engine.CmdletSpans;
using AwsOtel.Engine.Logs;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.UserSpans;

/// <summary>A span that a script opened by itself, and the scope in which it is current. No method throws.</summary>
internal sealed class UserSpan
{
    private readonly TraceSession _session;
    private readonly RunspaceSpans _spans;
    private readonly SpanScope _scope;

    private UserSpan(Activity activity, TraceSession session, RunspaceSpans spans, bool isHeld)
    {
        Activity = activity;
        _session = session;
        _spans = spans;
        _scope = spans.Open(new SpanParent(activity), session, isHeld ? this : null);
        session.Opened(activity);
    }

    public Activity Activity { get; }

    /// <summary>Whether the script has ended it; a session that stops ends its spans without this.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Whether its session is still on.</summary>
    public bool HasSession => !_session.Ended;

    /// <summary>Whether this is the runspace that it was started in.</summary>
    public bool IsHere => ReferenceEquals(_spans, RunspaceSpans.Current);

    /// <summary>The one that the script holds, started last in this runspace, and has not stopped; null where there is none.</summary>
    public static UserSpan? InnermostHeld() => RunspaceSpans.Current?.Owners.OfType<UserSpan>().FirstOrDefault();

    /// <summary>Opens a span; what starts in this runspace from now on is under it.</summary>
    /// <param name="isHeld">Whether the script holds it and is to stop it: one of Start-OtelSpan.</param>
    /// <returns>Null where nothing is traced.</returns>
    public static UserSpan? Open(SpanStart start, bool isHeld)
    {
        try
        {
            FaultPoint.Reach("open a span of the script");
            if (RunspaceSpans.Here() is not { } spans || spans.Session is not { } session)
                return null;
            var parent = start.Parent;
            if (parent.IsNone)
            {
                // Baggage may come without a parent.
                var current = RunspaceSpans.ParentOfCmdlet();
                parent = current with { Baggage = parent.Baggage ?? current.Baggage };
            }

            if (Spans.Start(start.Name, start.Kind, parent with { Session = session }) is not { } activity)
                return null;
            foreach (var link in start.Links)
                activity.AddLink(new ActivityLink(link));
            SpanEdit.SetAttributes(activity, start.Attributes);
            return new UserSpan(activity, session, spans, isHeld);
        }
        catch (Exception e)
        {
            OwnFailures.Record("open a span of the script", e);
            return null;
        }
    }

    /// <summary>A block failed.</summary>
    /// <param name="span">Its span; null where its trace is sampled out: of the error there is a log record all the same.</param>
    /// <param name="exception">What it failed of.</param>
    public static void Fail(UserSpan? span, Exception exception)
    {
        try
        {
            FaultPoint.Reach("note the failure of a span");
            if (span is not null)
            {
                var (cause, stack) = ScriptFailure.Read(exception);
                SpanErrors.FailInScript(span.Activity, cause, stack);
            }

            if (LogPipeline.Current is { } log && (exception as IContainsErrorRecord)?.ErrorRecord is { } record)
                log.Write(record, null, span?.Activity.Context ?? RunspaceSpans.CurrentContext());
        }
        catch (Exception e)
        {
            OwnFailures.Record("note the failure of a span", e);
        }
    }

    /// <summary>The script says that it failed.</summary>
    public void Fail(ErrorRecord record)
    {
        try
        {
            FaultPoint.Reach("note the failure of a span");
            SpanErrors.FailInScript(Activity, ScriptFailure.Cause(record.Exception), record.ScriptStackTrace);
            LogPipeline.Current?.Write(record, null, Activity.Context);
        }
        catch (Exception e)
        {
            OwnFailures.Record("note the failure of a span", e);
        }
    }

    /// <summary>Ends the span; what is open inside it stays open.</summary>
    public void Stop()
    {
        try
        {
            IsStopped = true;
            _spans.Close(_scope);
            FaultPoint.Reach("end a span of the script");
            if (_session.Closed(Activity))
                Spans.End(Activity);
        }
        catch (Exception e)
        {
            OwnFailures.Record("end a span of the script", e);
        }
    }
}
