using System.Collections;
using System.Management.Automation;

namespace AwsOtel.Engine.Commands;

/// <summary>A context as a parameter gets it. One that went through Start-Job or a file comes back as a property bag of the same members.</summary>
internal static class ContextArgument
{
    private const string Deserialized = "Deserialized.AwsOtel.OtelContext";

    public static object Of(object value) =>
        value is PSObject bag && bag.TypeNames.Contains(Deserialized)
            ? new OtelContext
            {
                TraceParent = Text(bag, nameof(OtelContext.TraceParent)),
                TraceState = Text(bag, nameof(OtelContext.TraceState)),
                TraceId = Text(bag, nameof(OtelContext.TraceId)),
                SpanId = Text(bag, nameof(OtelContext.SpanId)),
                IsSampled = bag.Properties[nameof(OtelContext.IsSampled)]?.Value is true,
                Baggage = Entries(bag.Properties[nameof(OtelContext.Baggage)]?.Value),
            }
            : value;

    private static string Text(PSObject bag, string property) => bag.Properties[property]?.Value?.ToString() ?? "";

    private static Dictionary<string, string> Entries(object? value)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        if ((value is PSObject wrapped ? wrapped.BaseObject : value) is IDictionary baggage)
        {
            foreach (DictionaryEntry entry in baggage)
                entries[entry.Key.ToString()!] = entry.Value?.ToString() ?? "";
        }

        return entries;
    }
}
