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
    private Activity? _outside;
    private DateTime _lastLeft;
    private long _records;
    private bool _recordsKnown = true;
    private int _calls;
    private int _boundCount;
    private HashSet<string>? _parameters;
    private int _page;
    private long _bytes;
    private bool _ended;

    public CmdletSpan(PSCmdlet cmdlet, Activity span)
    {
        _cmdlet = cmdlet;
        _failure = new CmdletFailure(cmdlet);
        Span = span;
        // AWS.Tools gives this switch to every cmdlet that pages by itself, and to no other.
        _pages = MemberReader.For(cmdlet.GetType(), "NoAutoIteration") is not null;
        CallObserver.Attach(span, this);
        SetInvocation(cmdlet.MyInvocation);
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

    /// <summary>The cmdlet's own code runs from here on: the span is ambient.</summary>
    public void Enter()
    {
        RunspaceSpans.LookAtErrors();
        _tap?.Open();
        _outside = Activity.Current;
        Ambient.Set(Span);
        // Each record of the pipeline is a listing of its own.
        _page = 0;
        NoteParameters();
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
        if (_parameters is { Count: > 0 })
        {
            var names = _parameters.ToArray();
            Array.Sort(names, StringComparer.Ordinal);
            Span.SetTag(AttributeName.CmdletParameters, names);
        }

        // -Select ^Parameter of a cmdlet that pages by itself is written past ProcessOutput.
        if (_recordsKnown && !(_pages && _cmdlet.MyInvocation.BoundParameters.TryGetValue("Select", out var select) && select is string and ['^', ..]))
            Span.SetTag(AttributeName.CmdletRecords, _records);
        Span.SetTag(AttributeName.CmdletCalls, _calls);
        if (_bytes > 0)
            SetTransfer(end - Span.StartTimeUtc);
        Spans.End(Span, end);
    }

    private void SetTransfer(TimeSpan duration)
    {
        Span.SetTag(AttributeName.TransferSize, _bytes);
        if (duration > TimeSpan.Zero)
            Span.SetTag(AttributeName.TransferRate, _bytes / duration.TotalSeconds);
    }

    private void SetInvocation(InvocationInfo invocation)
    {
        var command = invocation.MyCommand;
        Span.SetTag(AttributeName.FunctionName, string.IsNullOrEmpty(command.ModuleName) ? command.Name : command.ModuleName + "\\" + command.Name);
        if (invocation.ScriptName is { Length: > 0 } script)
            Span.SetTag(AttributeName.FilePath, script);
        if (invocation.ScriptLineNumber > 0)
            Span.SetTag(AttributeName.LineNumber, invocation.ScriptLineNumber);
        var typed = invocation.InvocationName;
        // A module-qualified name is no alias, nor is & with a command object.
        if (!string.IsNullOrEmpty(typed) && typed is not ("&" or ".") && !typed.Contains('\\') && !typed.Equals(command.Name, StringComparison.OrdinalIgnoreCase))
            Span.SetTag(AttributeName.CmdletAlias, typed);
    }

    /// <summary>Names only, but for those that the user wants recorded. Those bound from the pipeline come and go with each record; the sum of them is kept.</summary>
    private void NoteParameters()
    {
        var bound = _cmdlet.MyInvocation.BoundParameters;
        if (bound.Count <= _boundCount)
            return;
        _boundCount = bound.Count;
        _parameters ??= new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in bound)
        {
            if (_parameters.Add(name) && RecordedParameters.Current is { } recorded && recorded.Contains(name))
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
