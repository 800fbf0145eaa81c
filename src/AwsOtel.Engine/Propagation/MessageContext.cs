using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Propagation;

internal static class MessageContext
{
    public static bool TryRead(object? message, TextMapPropagator propagator, out PropagationContext context)
    {
        context = default;
        return false;
    }
}
