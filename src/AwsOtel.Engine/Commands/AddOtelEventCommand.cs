using System.Collections;
using System.Management.Automation;
using AwsOtel.Engine.Redaction;
using AwsOtel.Engine.UserSpans;

namespace AwsOtel.Engine.Commands;

/// <summary>Notes on the current span, or on one of Start-OtelSpan, that something happened. Where nothing is traced it does nothing.</summary>
[Cmdlet(VerbsCommon.Add, "OtelEvent")]
[OutputType(typeof(void))]
public sealed class AddOtelEventCommand : SpanTargetCommand
{
    private List<KeyValuePair<string, object>> _attributes = [];

    /// <summary>What happened.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Attributes of the event, name to value, as of Invoke-OtelSpan.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    public IDictionary? Attribute { get; set; }

    /// <summary>When it happened; default: now.</summary>
    [Parameter]
    public DateTimeOffset Timestamp { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _attributes = SettingError.Guard(this, () => GivenAttributes.Read(Attribute));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var time = MyInvocation.BoundParameters.ContainsKey(nameof(Timestamp)) ? Timestamp : DateTimeOffset.UtcNow;
        if (FindTarget() is { } span)
            SpanEdit.AddEvent(span, Redactor.Redact(Name!), time, _attributes);
    }
}
