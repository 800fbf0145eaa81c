using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AwsOtel.Engine.Propagation;

/// <summary>
/// The message attributes of a notification that SNS delivered to a queue in an envelope, which is the way without raw delivery.
/// See <see href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html"/>.
/// </summary>
internal static class SnsEnvelope
{
    /// <summary>Characters. SNS takes no larger message; a larger body is not looked into.</summary>
    private const int Longest = 256 * 1024;

    private const string Attributes = "MessageAttributes";

    /// <param name="body">Anything: it is JSON only if it turns out to be.</param>
    /// <param name="wanted">The names of the attributes to read.</param>
    /// <returns>Null where the body is no envelope.</returns>
    public static Dictionary<string, string>? Read(string? body, ISet<string> wanted)
    {
        // Most bodies are no envelopes: these questions cost next to nothing.
        if (body is null || body.Length > Longest || body.AsSpan().TrimStart() is not ['{', ..] || !body.Contains(Attributes, StringComparison.Ordinal))
            return null;
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(body.Length));
        try
        {
            return Parse(buffer.AsSpan(0, Encoding.UTF8.GetBytes(body, buffer)), wanted);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
        finally
        {
            // A message is nobody else's business.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static Dictionary<string, string>? Parse(ReadOnlySpan<byte> document, ISet<string> wanted)
    {
        var json = new Utf8JsonReader(document);
        if (!json.Read())
            return null;
        var isNotification = false;
        Dictionary<string, string>? found = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("Type"))
            {
                json.Read();
                isNotification = json.TokenType == JsonTokenType.String && json.ValueTextEquals("Notification");
                json.Skip();
            }
            else if (json.ValueTextEquals(Attributes))
            {
                json.Read();
                if (json.TokenType == JsonTokenType.StartObject)
                    found = ReadAttributes(ref json, wanted);
                else
                    json.Skip();
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        return isNotification ? found : null;
    }

    private static Dictionary<string, string> ReadAttributes(ref Utf8JsonReader json, ISet<string> wanted)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (json.TokenType == JsonTokenType.StartObject && wanted.Contains(name))
                ReadValue(ref json, name, found);
            else
                json.Skip();
        }

        return found;
    }

    private static void ReadValue(ref Utf8JsonReader json, string name, Dictionary<string, string> found)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isValue = json.ValueTextEquals("Value");
            json.Read();
            if (isValue && json.TokenType == JsonTokenType.String)
                found[name] = json.GetString()!;
            else
                json.Skip();
        }
    }
}
