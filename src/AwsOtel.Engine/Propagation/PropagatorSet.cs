using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Propagation;

/// <summary>
/// Propagators by their names of
/// <see href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration">OTEL_PROPAGATORS</see>.
/// </summary>
internal sealed class PropagatorSet
{
    private PropagatorSet(IReadOnlyList<string> names)
    {
        Names = names;
        HasXRay = names.Contains("xray");
        HasBaggage = names.Contains("baggage");
        Propagator = new CompositeTextMapPropagator(names.Select(Create));
    }

    /// <summary>The names that can be given; <c>none</c> is for no propagator at all.</summary>
    public static IReadOnlyList<string> Known { get; } = ["tracecontext", "baggage", "xray", "b3", "b3multi", "none"];

    /// <summary>What is on without any setting.</summary>
    public static PropagatorSet Default { get; } = new(["tracecontext", "baggage"]);

    /// <summary>The names in use; empty for <c>none</c>.</summary>
    public IReadOnlyList<string> Names { get; }

    public TextMapPropagator Propagator { get; }

    public bool HasXRay { get; }

    public bool HasBaggage { get; }

    /// <summary>Whether the place in the trace is handed on at all, in whatever form.</summary>
    public bool HasTrace => Names.Any(static name => name != "baggage");

    /// <param name="unknown">The names that were passed over.</param>
    /// <returns>The default where no name is known.</returns>
    public static PropagatorSet Of(IEnumerable<string> names, out IReadOnlyList<string> unknown)
    {
        var given = names.Select(static name => name.Trim()).Where(static name => name.Length > 0).ToArray();
        unknown = Array.FindAll(given, static name => !IsKnown(name.ToLowerInvariant()));
        if (unknown.Count == given.Length)
            return Default;
        return new PropagatorSet(given.Select(static name => name.ToLowerInvariant()).Where(static name => name != "none" && IsKnown(name)).Distinct().ToArray());
    }

    /// <summary>Whether headers that have given no context have one that is malformed. Others just name no parent.</summary>
    public bool HasMalformed(Func<string, string?> header) =>
        Names.Contains("tracecontext") && header("traceparent") is not null
        || HasXRay && header(XRayPropagator.Header) is { } xray && !XRayPropagator.NamesNoParent(xray)
        || (Names.Contains("b3") || Names.Contains("b3multi"))
            && (header(B3Propagator.Single) is { } single && !B3Propagator.IsDecision(single) || header(B3Propagator.TraceId) is not null);

    private static bool IsKnown(string name) => Known.Contains(name);

    private static TextMapPropagator Create(string name) => name switch
    {
        "tracecontext" => new LimitedTraceContextPropagator(),
        "baggage" => new BaggagePropagator(),
        "xray" => new XRayPropagator(),
        _ => new B3Propagator(isSingle: name == "b3"),
    };
}
