using System.Diagnostics;

namespace AwsOtel.Engine.Redaction;

/// <summary>The one place that adds events to spans: once added they cannot be changed, so what must not be in them is left out here.</summary>
internal static class SpanEvents
{
    public static void Add(Activity span, string name, ActivityTagsCollection attributes, DateTimeOffset time = default)
    {
        if (RedactionRules.Current is { } rules)
        {
            name = rules.Apply(name);
            foreach (var key in attributes.Keys.ToArray())
                attributes[key] = rules.Apply(key, attributes[key]);
        }

        span.AddEvent(new ActivityEvent(name, time, attributes));
    }
}
