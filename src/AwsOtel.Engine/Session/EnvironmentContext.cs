using System.Diagnostics;
using AwsOtel.Engine.Propagation;
using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Session;

/// <summary>
/// Hands the trace on to child processes and Start-Job by the environment variables that it also comes in by, while a scope is open.
/// See <see href="https://opentelemetry.io/docs/specs/otel/context/env-carriers/"/>.
/// </summary>
/// <remarks>
/// The environment is the process's, and runspaces share it. It belongs to the runspace that opened the first scope, until that has none any
/// more: the variables are those of its innermost scope, and what other runspaces do changes nothing in them.
/// </remarks>
internal static class EnvironmentContext
{
    private static readonly object Gate = new();
    private static readonly BorrowedVariable Parent = new(EnvironmentVariable.TraceParent);
    private static readonly BorrowedVariable State = new(EnvironmentVariable.TraceState);
    private static readonly BorrowedVariable Baggage = new(EnvironmentVariable.Baggage);
    private static readonly BorrowedVariable[] Variables = [Parent, State, Baggage];

    private static object? _owner;

    /// <summary>Sets the variables to what the spans of a runspace start under; none puts back what they were before its first scope.</summary>
    /// <param name="runspace">Whose scopes have changed.</param>
    public static void Follow(object runspace, SpanParent parent)
    {
        lock (Gate)
        {
            if (_owner is not null && _owner != runspace)
                return;
            if (parent.IsNone)
            {
                Restore();
                return;
            }

            if (_owner is null)
                Array.ForEach(Variables, static variable => variable.Borrow());
            _owner = runspace;
            Write(parent.Context);
        }
    }

    /// <summary>Puts back what was there before the first scope.</summary>
    public static void Restore()
    {
        lock (Gate)
        {
            if (_owner is not null)
                Array.ForEach(Variables, static variable => variable.Return());
            _owner = null;
        }
    }

    /// <summary>
    /// Reads the variables for a new session. What was written here is no parent from outside: a session of this process is nested in another
    /// way.
    /// </summary>
    /// <param name="warnings">Gets what is malformed: whoever set the variable is not the author of the script, which gets its trace all the same.</param>
    public static IncomingContext Read(SettingSources sources, PropagatorSet propagators, List<string> warnings)
    {
        lock (Gate)
        {
            if (_owner is not null && ProcessPropagators.Current.HasTrace && sources.Variable(EnvironmentVariable.TraceParent) is { } set && set == Parent.Written)
            {
                sources.Set("Parent", SettingSources.Default);
                return default;
            }

            var parent = propagators.HasTrace ? ReadParent(sources, warnings) : default;
            if (parent == default)
                sources.Set("Parent", SettingSources.Default);
            return new IncomingContext(null, propagators.HasBaggage ? ReadBaggage(parent, sources, warnings) : new PropagationContext(parent, default));
        }
    }

    private static void Write(PropagationContext context)
    {
        if (ProcessPropagators.Current.HasTrace)
        {
            Parent.Set(context.ActivityContext == default ? null : TraceParent.Of(context.ActivityContext));
            State.Set(context.ActivityContext.TraceState is { Length: > 0 } state ? state : null);
        }

        if (ProcessPropagators.Current.HasBaggage)
        {
            string? baggage = null;
            new BaggagePropagator().Inject(context, 0, (_, _, value) => baggage = value);
            Baggage.Set(baggage);
        }
    }

    private static ActivityContext ReadParent(SettingSources sources, List<string> warnings)
    {
        if (sources.Take("Parent", null, EnvironmentVariable.TraceParent) is { } traceParent)
        {
            if (ActivityContext.TryParse(traceParent, TraceStateLimit.Cut(sources.Variable(EnvironmentVariable.TraceState)), isRemote: true, out var parent))
                return parent;
            warnings.Add($"{EnvironmentVariable.TraceParent} is not a W3C traceparent; a new trace was started.");
        }
        else if (sources.Take("Parent", null, EnvironmentVariable.XRayTraceId) is { } trace)
        {
            if (XRayHeader.TryParse(trace, out var parent))
                return parent;
            if (!XRayPropagator.NamesNoParent(trace))
                warnings.Add($"{EnvironmentVariable.XRayTraceId} is not an X-Ray trace header; a new trace was started.");
        }

        return default;
    }

    private static PropagationContext ReadBaggage(ActivityContext parent, SettingSources sources, List<string> warnings)
    {
        var context = new PropagationContext(parent, default);
        if (sources.Variable(EnvironmentVariable.Baggage) is not { } baggage)
            return context;
        var read = new BaggagePropagator().Extract(context, baggage, static (value, _) => [value]);
        if (read.Baggage.Count == 0)
            warnings.Add($"{EnvironmentVariable.Baggage} has no entry that can be read; it was left out.");
        return read;
    }
}
