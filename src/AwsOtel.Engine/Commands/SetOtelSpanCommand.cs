using System.Collections;
using System.Management.Automation;
using AwsOtel.Engine.Redaction;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.UserSpans;

namespace AwsOtel.Engine.Commands;

/// <summary>Sets attributes, status or name of the current span, or of one of Start-OtelSpan. Where nothing is traced it does nothing.</summary>
[Cmdlet(VerbsCommon.Set, "OtelSpan")]
[OutputType(typeof(void))]
public sealed class SetOtelSpanCommand : SpanTargetCommand
{
    private List<KeyValuePair<string, object>> _attributes = [];

    /// <summary>Attributes, name to value, as of Invoke-OtelSpan; one that is there already is replaced, $null leaves it as it is.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNull]
    public IDictionary? Attribute { get; set; }

    /// <summary>Whether the span failed; a later exception makes it Error.</summary>
    [Parameter]
    public OtelStatus Status { get; set; }

    /// <summary>Why it failed; only with -Status Error.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Description { get; set; }

    /// <summary>Another name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _attributes = SettingError.Guard(this, () =>
        Description is not null && Status != OtelStatus.Error
            ? throw new SettingException("InvalidDescription", "Description", Description, "-Description: only a failure has one. Give -Status Error with it.")
            : GivenAttributes.Read(Attribute));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (FindTarget() is not { } span)
            return;
        SpanEdit.SetAttributes(span, _attributes);
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Status)))
            SpanEdit.SetStatus(span, Status, Description is null ? null : Redactor.Redact(Description));
        if (Name is not null)
            SpanEdit.Rename(span, Redactor.Redact(Name));
    }
}
