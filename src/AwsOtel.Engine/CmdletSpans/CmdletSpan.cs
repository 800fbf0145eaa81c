using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Logs;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>The span of one cmdlet in one pipeline, from BeginProcessing to its end.</summary>
internal sealed class CmdletSpan : ICallObserver, ICmdletWatch
{
    private readonly PSCmdlet _cmdlet;
    private readonly bool _pages;
    private readonly CmdletFailure _failure;
    private readonly StreamTap? _tap;
    private readonly int _attributes;
    private Activity? _outside;
    private DateTime _lastLeft;
    private long _records;
    private bool _recordsKnown = true;
    private int _calls;
    private ParameterNames _parameters = new();
    private int _boundCount;
    private int _page;
    private long _bytes;
    private bool _ended;

    private CmdletSpan(PSCmdlet cmdlet, Activity span, Activity? outside)
    {
        _cmdlet = cmdlet;
        _failure = new CmdletFailure(cmdlet);
        _outside = outside;
        Span = span;
        var command = cmdlet.MyInvocation.MyCommand;
        var traits = CmdletTraits.Of(command, cmdlet.GetType());
        _pages = traits.Pages;
        CallObserver.Attach(span, this);
        var attributes = new SpanAttributes(span, ours: 0);
        SetInvocation(attributes, cmdlet.MyInvocation, command.Name, traits.FunctionName);
        _attributes = attributes.Ours;
        _tap = StreamTap.For(cmdlet, span);
    }

    public Activity Span { get; }

    void ICallObserver.CallBegan(Activity call)
    {
        Interlocked.Increment(ref _calls);
        if (_pages)
            call.SetTag(AttributeName.CmdletPage, Interlocked.Increment(ref _page));
    }

    void ICallObserver.BytesMoved(long bytes) => Interlocked.Add(ref _bytes, bytes);

    void ICallObserver.CallFailed(Exception exception) => _failure.CallFailed(exception);

    /// <summary>Starts the span of a cmdlet whose own code runs from here on.</summary>
    /// <returns>Null where no session is on or the trace is sampled out.</returns>
    public static CmdletSpan? Begin(PSCmdlet cmdlet)
    {
        if (!SessionRegistry.IsActive)
            return null;
        RunspaceSpans.LookAtErrors();
        var outside = Activity.Current;
        var span = Spans.StartAsCurrent(cmdlet.MyInvocation.MyCommand.Name, ActivityKind.Internal, RunspaceSpans.ParentOfCmdlet());
        if (span is null)
            return null;
        try
        {
            var begun = new CmdletSpan(cmdlet, span, outside);
            begun.Run();
            return begun;
        }
        catch (Exception)
        {
            // Nobody else would end it.
            Ambient.Set(outside);
            Spans.End(span);
            throw;
        }
    }

    /// <summary>The cmdlet's own code runs from here on: the span is ambient.</summary>
    public void Enter()
    {
        RunspaceSpans.LookAtErrors();
        _outside = Activity.Current;
        Ambient.Set(Span);
        Run();
    }

    /// <summary>Back to the engine: the span is not ambient any more.</summary>
    public void Leave()
    {
        Ambient.Set(_outside);
        _lastLeft = DateTime.UtcNow;
        _tap?.Close();
        RunspaceSpans.LookAtErrors(Span);
    }

    /// <summary>
    /// The cmdlet writes: downstream cmdlets run inside this call, and they are siblings, so for them the span is not ambient.
    /// </summary>
    public void EnterOutput(Exception? errorResponse)
    {
        _failure.EnterOutput(errorResponse);
        RunspaceSpans.LookAtErrors(Span);
        Ambient.Set(_outside);
    }

    /// <summary>Everything of one output was written.</summary>
    public void CountOutput(object? output)
    {
        _failure.CountOutput();
        switch (output)
        {
            case null:
                break;
            // Of these PowerShell writes each item; a string or a map is one object.
            case ICollection items and not IDictionary:
                _records += items.Count;
                break;
            case IEnumerable and not (string or IDictionary):
                _recordsKnown = false;
                break;
            default:
                _records++;
                break;
        }
    }

    public void LeaveOutput()
    {
        RunspaceSpans.LookAtErrors();
        Ambient.Set(Span);
    }

    /// <summary>Ctrl-C, or another way of stopping from outside.</summary>
    public void Stop() => _failure.Stop();

    /// <summary>An exception passes through the cmdlet's own code: the span fails, unless it is the pipeline that was stopped from outside.</summary>
    public void Fail(Exception exception)
    {
        if (_failure.IsWriting)
            _recordsKnown = false;
        else if (_failure.IsOwn(exception))
            FailOf(_failure.Cause(exception));
        End(DateTime.UtcNow);
    }

    /// <summary>Ends the span, when not done already, with the end of the last thing that the cmdlet did.</summary>
    public void End() => End(_lastLeft == default ? DateTime.UtcNow : _lastLeft);

    private void End(DateTime end)
    {
        if (_ended)
            return;
        _ended = true;
        var attributes = new SpanAttributes(Span, _attributes);
        if (_parameters.ToArray() is { } names)
            attributes.Set(AttributeName.CmdletParameters, names);

        // -Select ^Parameter of a cmdlet that pages by itself is written past ProcessOutput.
        if (_recordsKnown && !(_pages && _cmdlet.MyInvocation.BoundParameters.TryGetValue("Select", out var select) && select is string and ['^', ..]))
            attributes.Set(AttributeName.CmdletRecords, _records);
        attributes.Set(AttributeName.CmdletCalls, _calls);
        if (_bytes > 0)
            SetTransfer(attributes, end - Span.StartTimeUtc);
        Spans.End(Span, end);
    }

    private void SetTransfer(SpanAttributes attributes, TimeSpan duration)
    {
        attributes.Set(AttributeName.TransferSize, _bytes);
        if (duration > TimeSpan.Zero)
            attributes.Set(AttributeName.TransferRate, _bytes / duration.TotalSeconds);
    }

    private static void SetInvocation(SpanAttributes attributes, InvocationInfo invocation, string command, string functionName)
    {
        attributes.Set(AttributeName.FunctionName, functionName);
        if (invocation.ScriptName is { Length: > 0 } script)
            attributes.Set(AttributeName.FilePath, script);
        if (invocation.ScriptLineNumber is > 0 and var line)
            attributes.Set(AttributeName.LineNumber, line);
        var typed = invocation.InvocationName;
        // A module-qualified name is no alias, nor is & with a command object.
        if (!string.IsNullOrEmpty(typed) && typed is not ("&" or ".") && !typed.Contains('\\') && !typed.Equals(command, StringComparison.OrdinalIgnoreCase))
            attributes.Set(AttributeName.CmdletAlias, typed);
    }

    private void Run()
    {
        _tap?.Open();
        // Each record of the pipeline is a listing of its own.
        _page = 0;
        NoteParameters();
    }

    /// <summary>Names only, but for those that the user wants recorded. Those bound from the pipeline come and go with each record; the sum of them is kept.</summary>
    private void NoteParameters()
    {
        var bound = _cmdlet.MyInvocation.BoundParameters;
        if (bound.Count <= _boundCount)
            return;
        _boundCount = bound.Count;
        foreach (var (name, value) in bound)
        {
            if (_parameters.Add(name, bound.Count) && RecordedParameters.Current is { } recorded && recorded.Contains(name))
                RecordParameter(name, value);
        }
    }

    /// <summary>What has no attribute type (a credential, a secure string, a map) has no attribute.</summary>
    private void RecordParameter(string name, object? given)
    {
        if (ScriptValue.TryConvert(given is SwitchParameter { IsPresent: var isPresent } ? isPresent : given, out var value, out _) && value is not null)
            Span.SetTag(AttributeName.CmdletParameter.Replace("<name>", name, StringComparison.Ordinal), value);
    }

    /// <param name="cause">Null where it cannot be told.</param>
    private void FailOf(Exception? cause)
    {
        if (cause is not null)
        {
            SpanErrors.Fail(Span, cause);
            LogPipeline.Current?.Write(cause, _cmdlet.MyInvocation, Span.Context);
            return;
        }

        Span.SetStatus(ActivityStatusCode.Error);
        // https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/#error-type
        Span.SetTag(AttributeName.ErrorType, "_OTHER");
    }
}
