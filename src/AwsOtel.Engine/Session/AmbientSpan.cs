using System.Diagnostics;

namespace AwsOtel.Engine.Session;

/// <summary>
/// Answers under which span a call belongs that nobody bracketed: the SDK used directly by a script, or work on a thread to which the
/// ambient span did not flow.
/// </summary>
internal static class AmbientSpan
{
    /// <summary>The runspace's own answer, set by the PowerShell side; the session also runs without PowerShell.</summary>
    public static Func<SpanParent> OfRunspace { private get; set; } = static () => default;

    public static SpanParent Current
    {
        get
        {
            if (Activity.Current is { } ambient)
                return new SpanParent(ambient);
            var here = OfRunspace();
            return here.IsNone ? new SpanParent(SessionRegistry.NewestScriptSpan) : here;
        }
    }
}
