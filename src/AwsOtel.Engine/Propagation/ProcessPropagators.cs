using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Propagation;

/// <summary>The propagators of the process while a session is on: OpenTelemetry's default, so that there is one place to ask.</summary>
internal static class ProcessPropagators
{
    private static TextMapPropagator? _before;

    /// <summary>Those of the sessions that are on, else of the last ones that were.</summary>
    public static PropagatorSet Current { get; private set; } = PropagatorSet.Default;

    /// <summary>Sets the propagators of the first session, whose exporters have made OpenTelemetry set its own default by then.</summary>
    public static void Set(PropagatorSet propagators)
    {
        Current = propagators;
        _before = Propagators.DefaultTextMapPropagator;
        Sdk.SetDefaultTextMapPropagator(propagators.Propagator);
    }

    /// <summary>Puts back what was there before.</summary>
    public static void Restore()
    {
        if (_before is null)
            return;
        Sdk.SetDefaultTextMapPropagator(_before);
        _before = null;
    }
}
