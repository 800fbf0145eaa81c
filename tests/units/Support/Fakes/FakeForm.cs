using System.Collections;
using System.Globalization;

namespace AwsOtel.Tests.Support.Fakes;

/// <summary>
/// Requests as query services get them: <c>Action=Publish&amp;MessageAttributes.entry.1.Name=a&amp;MessageAttributes.entry.1.Value.DataType=String</c>.
/// See <see href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html"/>.
/// </summary>
internal static class FakeForm
{
    public static string Render(string operation, object model)
    {
        var fields = new List<(string Name, string Value)> { ("Action", operation) };
        AddMembers(fields, "", model);
        return string.Join('&', fields.Select(static field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}"));
    }

    private static void AddMembers(List<(string, string)> fields, string prefix, object model)
    {
        foreach (var property in model.GetType().GetProperties())
        {
            if (property.GetValue(model) is { } value)
                Add(fields, prefix + property.Name, value);
        }
    }

    private static void Add(List<(string, string)> fields, string name, object value)
    {
        var number = 0;
        switch (value)
        {
            case string text:
                fields.Add((name, text));
                break;
            case MemoryStream bytes:
                fields.Add((name, Convert.ToBase64String(bytes.ToArray())));
                break;
            case IDictionary map:
                // Of SNS, the maps of texts have small letters: Attributes.entry.1.key.
                var (key, item) = map is IDictionary<string, string> ? ("key", "value") : ("Name", "Value");
                foreach (DictionaryEntry entry in map)
                {
                    number++;
                    fields.Add((string.Create(CultureInfo.InvariantCulture, $"{name}.entry.{number}.{key}"), (string)entry.Key));
                    Add(fields, string.Create(CultureInfo.InvariantCulture, $"{name}.entry.{number}.{item}"), entry.Value!);
                }

                break;
            case IEnumerable items:
                foreach (var one in items)
                    Add(fields, string.Create(CultureInfo.InvariantCulture, $"{name}.member.{++number}"), one);
                break;
            default:
                if (value.GetType().IsPrimitive)
                    fields.Add((name, Convert.ToString(value, CultureInfo.InvariantCulture)!));
                else
                    AddMembers(fields, name + ".", value);
                break;
        }
    }
}
