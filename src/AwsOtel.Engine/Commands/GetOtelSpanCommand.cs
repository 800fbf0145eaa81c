using System.Management.Automation;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>Gets the finished spans that the Memory exporter kept, of the sessions that are on or else of the last ones.</summary>
[Cmdlet(VerbsCommon.Get, "OtelSpan")]
[OutputType(typeof(OtelSpan))]
public sealed class GetOtelSpanCommand : PSCmdlet
{
    /// <summary>Only spans with one of these names; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Only spans of this trace.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TraceId { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
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
            if ((TraceId is null || span.TraceId.Equals(TraceId, StringComparison.OrdinalIgnoreCase))
                && (patterns is null || Array.Exists(patterns, pattern => pattern.IsMatch(span.Name))))
                WriteObject(span);
        }
    }
}
