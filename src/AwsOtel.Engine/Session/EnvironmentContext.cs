using System.Diagnostics;

namespace AwsOtel.Engine.Session;

/// <summary>
/// Hands the trace on to child processes and Start-Job by the environment variables that it also comes in by, while a session is on.
/// See <see href="https://opentelemetry.io/docs/specs/otel/context/env-carriers/"/>.
/// </summary>
/// <remarks>The environment is the process's: it is set under the lock of <see cref="SessionRegistry"/> alone.</remarks>
internal static class EnvironmentContext
{
    private static (string? TraceParent, string? TraceState)? _before;
    private static string? _written;

    /// <summary>Whether a value of TRACEPARENT is what was written here: for a session of this process it is no parent from outside.</summary>
    public static bool IsOurs(string traceParent) => traceParent == Volatile.Read(ref _written);

    /// <summary>Sets the variables to a span; null puts back what they were before the first one.</summary>
    public static void Set(Activity? span)
    {
        if (span is null)
        {
            if (_before is not var (traceParent, traceState))
                return;
            Environment.SetEnvironmentVariable(EnvironmentVariable.TraceParent, traceParent);
            Environment.SetEnvironmentVariable(EnvironmentVariable.TraceState, traceState);
            _before = null;
            _written = null;
            return;
        }

        _before ??= (Environment.GetEnvironmentVariable(EnvironmentVariable.TraceParent), Environment.GetEnvironmentVariable(EnvironmentVariable.TraceState));
        _written = Session.TraceParent.Of(span);
        Environment.SetEnvironmentVariable(EnvironmentVariable.TraceParent, _written);
        Environment.SetEnvironmentVariable(EnvironmentVariable.TraceState, span.TraceStateString);
    }
}
