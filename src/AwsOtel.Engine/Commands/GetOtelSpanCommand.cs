using System.Management.Automation;
using AwsOtel.Engine.CmdletSpans;
using AwsOtel.Engine.Commands.Completers;
using AwsOtel.Engine.Export;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>
/// Gets the finished spans that the Memory exporter kept, of the sessions that are on or else of the last ones; or the span that is current.
/// </summary>
[Cmdlet(VerbsCommon.Get, "OtelSpan", DefaultParameterSetName = FinishedSet)]
[OutputType(typeof(OtelSpan))]
public sealed class GetOtelSpanCommand : PSCmdlet
{
    private const string FinishedSet = "Finished";
    private const string CurrentSet = "Current";

    /// <summary>Only spans with one of these names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = FinishedSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SpanNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only spans of this trace.</summary>
    [Parameter(ParameterSetName = FinishedSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TraceIdCompleter))]
    public string? TraceId { get; set; }

    /// <summary>Only spans of these kinds: <c>Client</c> and <c>Producer</c> are calls of AWS.</summary>
    [Parameter(ParameterSetName = FinishedSet)]
    [ValidateNotNullOrEmpty]
    public OtelSpanKind[]? Kind { get; set; }

    /// <summary>Only spans with this status, such as <c>Error</c>.</summary>
    [Parameter(ParameterSetName = FinishedSet)]
    public OtelStatus? Status { get; set; }

    /// <summary>The finished spans, as without it.</summary>
    [Parameter(ParameterSetName = FinishedSet)]
    public SwitchParameter Finished { get; set; }

    /// <summary>The span that the script is in, as it is now; nothing where nothing is traced.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CurrentSet)]
    public SwitchParameter Current { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Current)
            WriteCurrent();
        else
            WriteFinished();
    }

    private void WriteCurrent()
    {
        if (RunspaceSpans.CurrentSpan() is { IsAllDataRequested: true } span && SessionRegistry.Latest is { } pipeline)
            WriteObject(SpanSnapshot.Take(span, pipeline.Resource, SpanLimits.Current));
    }

    private void WriteFinished()
    {
        if (SessionRegistry.Latest is not { } pipeline || !pipeline.Exporters.Contains(OtelExporter.Memory))
        {
            ThrowTerminatingError(new ErrorRecord(
                new InvalidOperationException("No session of this process has kept its spans in memory. Start one with: Start-OtelSession -Exporter Memory"),
                "NoMemoryExporter",
                ErrorCategory.ObjectNotFound,
                null));
            return;
        }

        var patterns = Name is null ? null : Array.ConvertAll(Name, static name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase));
        foreach (var span in pipeline.Memory!.ToArray())
        {
            if (IsAskedFor(span) && (patterns is null || Array.Exists(patterns, pattern => pattern.IsMatch(span.Name))))
                WriteObject(span);
        }
    }

    private bool IsAskedFor(OtelSpan span) =>
        (TraceId is null || span.TraceId.Equals(TraceId, StringComparison.OrdinalIgnoreCase))
        && (Kind is null || Array.IndexOf(Kind, span.Kind) >= 0)
        && (Status is null || span.Status == Status);
}
