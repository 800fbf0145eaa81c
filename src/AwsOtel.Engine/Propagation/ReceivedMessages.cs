using System.Collections;
using System.Diagnostics;
using Amazon;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Redaction;
using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Propagation;

/// <summary>
/// Reads the contexts of the messages that were received, links the span of the receive to their producers, and takes out of the messages what
/// the script did not ask for.
/// </summary>
internal static class ReceivedMessages
{
    /// <summary>As many as OpenTelemetry exports of one span. SQS gives ten.</summary>
    private const int MostLinks = 128;

    private const string AttributesMember = "MessageAttributes";
    private const string SystemMember = "Attributes";
    private const string DigestMember = "MD5OfMessageAttributes";

    /// <param name="span">Of the receive; null where it is sampled out.</param>
    /// <param name="queue">The name of the queue.</param>
    public static void Take(object response, AddedNames added, Activity? span, string? queue, TextMapPropagator propagator)
    {
        if (MemberReader.Read(response, "Messages") is not IList messages)
            return;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is not { } message)
                continue;
            if (MessageContext.TryRead(message, propagator, out var context) && i < MostLinks)
                span?.AddLink(new ActivityLink(context.ActivityContext, Tags(message)));
            MessageContext.Remember(message, new MessageOrigin(context, queue));
            Strip(message, added);
        }
    }

    private static ActivityTagsCollection? Tags(object message) =>
        MemberReader.Read(message, "MessageId") is string id
            ? new ActivityTagsCollection { [AttributeName.MessageId] = RedactionRules.Redact(AttributeName.MessageId, id) }
            : null;

    private static void Strip(object message, AddedNames added)
    {
        if (added.HasTraceHeader && MemberReader.Read(message, SystemMember) is IDictionary system && Remove(system, XRayHeader.SystemAttribute))
            Set(message, SystemMember, system);
        if (MemberReader.Read(message, AttributesMember) is not IDictionary attributes)
            return;
        var isLess = false;
        foreach (var name in added.Attributes)
            isLess |= Remove(attributes, name);
        if (!isLess)
            return;
        Set(message, AttributesMember, attributes);
        // SQS's digest is of what it gives.
        MemberWriter.For(message.GetType(), DigestMember)?.Invoke(message, attributes.Count == 0 ? null : AttributesDigest.Of(attributes));
    }

    private static bool Remove(IDictionary map, string name)
    {
        if (!map.Contains(name))
            return false;
        map.Remove(name);
        return true;
    }

    /// <summary>A map that is empty now would not be there, unless the SDK is told to make empty ones.</summary>
    private static void Set(object message, string member, IDictionary left)
    {
        if (left.Count == 0 && !AWSConfigs.InitializeCollections)
            MemberWriter.For(message.GetType(), member)?.Invoke(message, null);
    }
}
