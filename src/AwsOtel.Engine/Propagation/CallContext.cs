using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Propagation;

/// <summary>What goes out with a call: its span's place in the trace, and the baggage.</summary>
internal static class CallContext
{
    public static PropagationContext Of(Activity span) => new(span.Context, Baggage.Current);
}
