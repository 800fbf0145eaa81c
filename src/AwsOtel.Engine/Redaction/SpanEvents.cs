using System.Diagnostics;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Redaction;

/// <summary>
/// The one place that adds events to spans: once added they cannot be changed, so what must not be in them is left out here, and then what is
/// too long.
/// </summary>
internal static class SpanEvents
{
    public static void Add(Activity span, string name, ActivityTagsCollection attributes, DateTimeOffset time = default)
    {
        var rules = RedactionRules.Current;
        var limits = SpanLimits.Current;
        if (rules is not null || limits.ValueLength is not null)
        {
            foreach (var key in attributes.Keys.ToArray())
                attributes[key] = limits.Cut(RedactionRules.Redact(key, attributes[key]));
            name = rules?.Apply(name) ?? name;
        }

        span.AddEvent(new ActivityEvent(name, time, attributes));
    }
}
