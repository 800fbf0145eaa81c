using AwsOtel.Engine.Propagation;

namespace AwsOtel.Engine.Session;

/// <summary>Reads which propagators are wanted. Names that are not known are said, and the others work.</summary>
internal static class PropagatorSettings
{
    public static PropagatorSet Read(string[]? typed, SettingSources sources, List<string> warnings)
    {
        IReadOnlyList<string> unknown;
        PropagatorSet propagators;
        string place;
        if (typed is { Length: > 0 })
        {
            sources.Set("Propagator", SettingSources.Parameter);
            place = "-Propagator";
            propagators = PropagatorSet.Of(typed.SelectMany(static name => name.Split(',')), out unknown);
        }
        else if (sources.Take("Propagator", null, EnvironmentVariable.Propagators) is { } listed)
        {
            place = EnvironmentVariable.Propagators;
            propagators = PropagatorSet.Of(listed.Split(','), out unknown);
        }
        else
        {
            return PropagatorSet.Default;
        }

        if (unknown.Count > 0)
        {
            warnings.Add($"{place}: '{string.Join("', '", unknown)}' is not a propagator, and is passed over. In use: {(propagators.Names.Count == 0 ? "none" : string.Join(", ", propagators.Names))}. Known are tracecontext, baggage, xray, b3, b3multi and none.");
        }

        return propagators;
    }
}
