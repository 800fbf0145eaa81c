using System.Diagnostics;
using AwsOtel.Engine.Redaction;
using AwsOtel.Engine.Session;
using OpenTelemetry;

namespace AwsOtel.Engine.Export;

/// <summary>Takes out of each span what the user does not want to leave the process, before anybody else sees it.</summary>
internal sealed class RedactingProcessor(RedactionRules rules) : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        try
        {
            FaultPoint.Reach("redact a span");
            rules.Apply(data);
        }
        catch (Exception e)
        {
            OwnFailures.Record("redact a span", e);
            // Nothing of it rather than what was not to be seen.
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
