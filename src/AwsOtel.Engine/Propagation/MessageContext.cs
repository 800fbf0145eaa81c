using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Propagation;

/// <summary>Reads the context that a sender put into a message's attributes.</summary>
internal static class MessageContext
{
    /// <returns>False where there is none.</returns>
    public static bool TryRead(object? message, TextMapPropagator propagator, out PropagationContext context)
    {
        var attributes = MessageMember.Read(message, "MessageAttributes");
        context = propagator.Extract(default, attributes, static (from, name) =>
            MessageMember.ReadText(MessageMember.Read(from, name), "StringValue") is { } value ? [value] : []);
        return context.ActivityContext != default;
    }
}
