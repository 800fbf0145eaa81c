using System.Buffers;
using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AwsOtel.Engine.Conventions;

/// <summary>
/// Renders AWS model objects that describe resources and consumption (indexes, capacity) as JSON under the names of the AWS API, which the
/// .NET models keep. It never descends into values of items: see <see cref="IsContent"/>.
/// </summary>
internal static class ModelJson
{
    /// <summary>AWS models nest four levels at most; a cycle would mean that this is no model.</summary>
    private const int DeepestLevel = 8;

    private static readonly ConcurrentDictionary<Type, Member[]> MembersByType = new();
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document; null where the object has nothing that may be shown.</summary>
    public static string? Render(object model)
    {
        if (IsContent(model.GetType()))
            return null;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
            Write(json, model, 0);
        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        return text is "{}" or "[]" ? null : text;
    }

    private static void Write(Utf8JsonWriter json, object value, int level)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int or long:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double or float:
                json.WriteNumberValue(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case IDictionary map:
                json.WriteStartObject();
                foreach (DictionaryEntry entry in map)
                {
                    if (entry.Value is not null && !IsContent(entry.Value.GetType()))
                        WriteMember(json, entry.Key.ToString()!, entry.Value, level);
                }

                json.WriteEndObject();
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    if (item is not null && !IsContent(item.GetType()))
                        Write(json, item, level + 1);
                }

                json.WriteEndArray();
                break;
            default:
                WriteModel(json, value, level);
                break;
        }
    }

    private static void WriteModel(Utf8JsonWriter json, object model, int level)
    {
        var members = MembersByType.GetOrAdd(model.GetType(), static type => ReadMembers(type));
        // An AWS constant class has no members of its own that are set: it is its value.
        if (members.Length == 0)
        {
            json.WriteStringValue(model.ToString());
            return;
        }

        json.WriteStartObject();
        foreach (var member in members)
        {
            if (level < DeepestLevel && member.Read(model) is { } value)
                WriteMember(json, member.Name, value, level);
        }

        json.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter json, string name, object value, int level)
    {
        json.WritePropertyName(name);
        Write(json, value, level + 1);
    }

    private static Member[] ReadMembers(Type type)
    {
        if (IsConstant(type))
            return [];
        var members = new List<Member>();
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            if (!IsContent(property.PropertyType) && MemberReader.For(type, property.Name) is { } read)
                members.Add(new Member(property.Name, read));
        }

        return members.ToArray();
    }

    private static bool IsConstant(Type type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.FullName == "Amazon.Runtime.ConstantClass")
                return true;
        }

        return false;
    }

    /// <summary>Item and key values (ItemCollectionKey of ItemCollectionMetrics, for one) and raw bytes: what is never recorded.</summary>
    private static bool IsContent(Type type) =>
        type.Name is "AttributeValue" or "Document" || typeof(Stream).IsAssignableFrom(type) || type == typeof(byte[])
        || type.GenericTypeArguments.Any(IsContent);

    private sealed record Member(string Name, Func<object, object?> Read);
}
