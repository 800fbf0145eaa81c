using System.Diagnostics;
using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Propagation;

/// <summary>What goes out with a call: the context of its span, and the baggage that is on there.</summary>
internal static class CallContext
{
    public static PropagationContext Of(Activity span) => new(span.Context, SpanBaggage.Of(span));
}
