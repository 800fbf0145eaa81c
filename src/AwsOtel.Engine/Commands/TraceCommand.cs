using System.Management.Automation;
using AwsOtel.Engine.Commands.Completers;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces;

namespace AwsOtel.Engine.Commands;

/// <summary>Base of the cmdlets that work on whole traces: of the pipeline, else of the last run.</summary>
public abstract class TraceCommand : PSCmdlet
{
    internal const string SpanSet = "Span";
    internal const string LastRunSet = "LastRun";
    private readonly List<OtelSpan> _piped = [];

    /// <summary>Spans, for example of Import-OtelTrace or Get-OtelSpan; default: those of the last run.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = SpanSet)]
    [ValidateNotNull]
    public OtelSpan[]? InputObject { get; set; }

    /// <summary>Only this trace; default: of the last run the newest one, of the pipeline all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TraceIdCompleter))]
    public string? TraceId { get; set; }

    /// <summary>Whether spans are handed over, be it none.</summary>
    private protected bool TakesInput => ParameterSetName == SpanSet || MyInvocation.ExpectingInput;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
            return;
        if (!Array.TrueForAll(InputObject, IsWhole))
        {
            ThrowTerminatingError(SettingError.Of(new SettingException("InvalidInputObject", "InputObject", null,
                "-InputObject: this is not all of a span. Give spans of Import-OtelTrace or Get-OtelSpan as they are.")));
        }

        _piped.AddRange(InputObject);
    }

    /// <summary>Of a hashtable PowerShell makes a span that has nothing but what was in there.</summary>
    private static bool IsWhole(OtelSpan span) => span is
    {
        TraceId: not null, SpanId: not null, ParentSpanId: not null, Name: not null, StatusDescription: not null,
        Attributes: not null, Events: not null, Links: not null, Scope: not null, Resource: not null,
    };

    /// <summary>The traces that are asked for, by their start. Where there are none, the error has been written.</summary>
    private protected IReadOnlyList<Trace> Traces()
    {
        if (!TakesInput)
            return Traces(SpanSource.LastRun(this));
        return TraceId is null && _piped.Count > 0 ? Trace.All(_piped) : Traces(SpanSource.Pipeline(_piped));
    }

    /// <summary>The trace of <see cref="TraceId"/>, else the newest one of the source.</summary>
    private protected IReadOnlyList<Trace> Traces(SpanSource source)
    {
        if ((TraceId is null ? Trace.Newest(source.Spans) : Trace.Find(source.Spans, TraceId)) is { } trace)
            return [trace];
        var what = TraceId is null ? "There are no spans" : $"There is no trace {TraceId}";
        WriteError(new ErrorRecord(new ItemNotFoundException($"{what} in {source.Name}."), "TraceNotFound", ErrorCategory.ObjectNotFound, TraceId ?? source.Name));
        return [];
    }
}
