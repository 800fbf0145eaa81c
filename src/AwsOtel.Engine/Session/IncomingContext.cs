using System.Diagnostics;
using AwsOtel.Engine.Propagation;
using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Session;

/// <summary>A context that came in: from a parameter, the environment, headers or a message.</summary>
/// <param name="Span">The span itself, where it is one of this process.</param>
/// <param name="Context">The span's context and baggage; default for neither.</param>
internal readonly record struct IncomingContext(Activity? Span, PropagationContext Context)
{
    public bool IsNone => Span is null && Context == default;

    /// <param name="copiedBaggage">Names of the baggage entries that are copied onto spans.</param>
    public SpanParent ToParent(IReadOnlyList<string> copiedBaggage) =>
        new(Span, Span is null ? Context.ActivityContext : default, SpanBaggage.Create(Context.Baggage, copiedBaggage));
}
