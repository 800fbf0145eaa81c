using System.Runtime.CompilerServices;
using AwsOtel.Engine.Session;
using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Propagation;

/// <summary>
/// The context of the producer of a message: of one that ReceiveMessage gave, or of a record of a Lambda event, from SQS or SNS. It is looked
/// for among the message attributes, then in <c>AWSTraceHeader</c>, then in the envelope of SNS, then in the record of SNS.
/// </summary>
/// <remarks>What messages say is others' word: nothing here throws, whatever it is.</remarks>
internal static class MessageContext
{
    private static readonly Func<object, string, IEnumerable<string>> FromAttributes = static (attributes, name) => Text(MessageMember.Read(attributes, name));

    private static readonly Func<Dictionary<string, string>, string, IEnumerable<string>> FromEnvelope =
        static (attributes, name) => attributes.TryGetValue(name, out var value) ? [value] : [];

    private static readonly ConditionalWeakTable<object, MessageOrigin> Origins = [];

    /// <summary>Reads the context; false where the message has none.</summary>
    public static bool TryRead(object? message, TextMapPropagator propagator, out PropagationContext context)
    {
        context = default;
        try
        {
            FaultPoint.Reach("read the context of a message");
            if (Origin(message) is { } origin)
                context = origin.Context;
            else if (message is not null)
                context = Read(message, propagator);
        }
        catch (Exception e)
        {
            OwnFailures.Record("read the context of a message", e);
        }

        return IsValid(context);
    }

    /// <summary>What was remembered of a message when it was received; null where it was not received here, or not in a session.</summary>
    public static MessageOrigin? Origin(object? message) =>
        ValueUnwrapper.Unwrap(message) is { } value && Origins.TryGetValue(value, out var origin) ? origin : null;

    /// <summary>Keeps what a message says before it is taken out of it, for as long as somebody has the message.</summary>
    public static void Remember(object message, MessageOrigin origin) => Origins.AddOrUpdate(message, origin);

    private static PropagationContext Read(object message, TextMapPropagator propagator)
    {
        // Without fields the propagators are off.
        if (propagator.Fields is not { Count: > 0 } names)
            return default;
        var context = Extract(MessageMember.Read(message, "MessageAttributes"), propagator);
        if (IsValid(context))
            return context;
        if (XRayHeader.TryParse(MessageMember.ReadText(MessageMember.Read(message, "Attributes"), XRayHeader.SystemAttribute), out var header))
            return new PropagationContext(header, context.Baggage);
        if (SnsEnvelope.Read(MessageMember.ReadText(message, "Body"), names) is { } envelope)
            return propagator.Extract(default, envelope, FromEnvelope);
        return Extract(MessageMember.Read(MessageMember.Read(message, "Sns"), "MessageAttributes"), propagator);
    }

    private static PropagationContext Extract(object? attributes, TextMapPropagator propagator) =>
        attributes is null ? default : propagator.Extract(default, attributes, FromAttributes);

    /// <summary>An attribute's text: <c>StringValue</c> in SQS, <c>Value</c> in SNS.</summary>
    private static string[] Text(object? attribute) =>
        (MessageMember.ReadText(attribute, "StringValue") ?? MessageMember.ReadText(attribute, "Value")) is { } text ? [text] : [];

    private static bool IsValid(PropagationContext context) =>
        context.ActivityContext.TraceId != default && context.ActivityContext.SpanId != default;
}
