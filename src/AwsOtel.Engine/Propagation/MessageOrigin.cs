using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Propagation;

/// <summary>What is known of a message that was received.</summary>
/// <param name="Context">Of its producer; default where it told of none.</param>
/// <param name="Destination">The name of the queue.</param>
internal sealed record MessageOrigin(PropagationContext Context, string? Destination);
