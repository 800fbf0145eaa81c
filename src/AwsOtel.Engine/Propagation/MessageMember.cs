using System.Collections;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Propagation;

/// <summary>
/// Reads a member of a message or of a part of it, whatever it is made of: an object of the SDK, a hashtable, or an object that PowerShell made
/// of JSON. Names are those of .NET; in JSON they begin with a small letter.
/// </summary>
internal static class MessageMember
{
    private const string SdkNamespace = "Amazon.";

    /// <summary>Reads a plain property of PowerShell's own objects; set by the PowerShell side, as the session also runs without it.</summary>
    public static Func<object, string, object?> ScriptReader { private get; set; } = static (_, _) => null;

    /// <returns>Null where there is no such member.</returns>
    public static object? Read(object? owner, string name)
    {
        if (ValueUnwrapper.Unwrap(owner) is not { } value)
            return null;
        if (value is IDictionary map)
            return Find(map, name);
        // Only types of AWS are read by reflection: readers are kept for good, and others could run code of their own.
        return value.GetType().Namespace is { } space && space.StartsWith(SdkNamespace, StringComparison.Ordinal)
            ? MemberReader.Read(value, name)
            : ScriptReader(owner!, name);
    }

    public static string? ReadText(object? owner, string name) => ValueUnwrapper.Unwrap(Read(owner, name)) as string;

    private static object? Find(IDictionary map, string name)
    {
        if (map.Contains(name))
            return map[name];
        var small = JsonName(name);
        return map.Contains(small) ? map[small] : null;
    }

    /// <summary>What Lambda calls the member in its event.</summary>
    private static string JsonName(string name) => name switch
    {
        "MessageAttributes" => "messageAttributes",
        "StringValue" => "stringValue",
        "Attributes" => "attributes",
        "MessageId" => "messageId",
        "Body" => "body",
        "EventSourceArn" => "eventSourceARN",
        _ => name,
    };
}
