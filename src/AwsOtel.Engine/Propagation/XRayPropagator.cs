using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Propagation;

/// <summary>
/// AWS's own header: <c>X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1</c>. Fields may come in any
/// order; those that are not of a trace's context (Self, Lineage, a caller's own) are passed over.
/// </summary>
internal sealed class XRayPropagator : TextMapPropagator
{
    public const string Header = "X-Amzn-Trace-Id";

    public override ISet<string> Fields { get; } = new HashSet<string> { Header };

    /// <summary>Whether a value names a trace and nothing to be under in it, as a load balancer writes it: that is not malformed.</summary>
    public static bool NamesNoParent(string value) =>
        value.Contains("Root=1-", StringComparison.Ordinal) && !value.Contains("Parent=", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter) =>
        context.ActivityContext == default && XRayHeader.TryParse(getter(carrier, Header)?.FirstOrDefault(), out var parent)
            ? new PropagationContext(parent, context.Baggage)
            : context;

    /// <inheritdoc/>
    public override void Inject<T>(PropagationContext context, T carrier, Action<T, string, string> setter)
    {
        if (context.ActivityContext != default)
            setter(carrier, Header, XRayHeader.Format(context.ActivityContext));
    }
}
