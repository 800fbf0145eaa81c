namespace AwsOtel.Engine.Session;

/// <summary>
/// Where tests make AwsOtel fail: every step that <see cref="OwnFailures"/> can be told of is reached through here, and throws when it is the
/// one that is set. Without a test it is one look at a static field.
/// </summary>
internal static class FaultPoint
{
    private static Fault? _fault;

    /// <summary>The step begins.</summary>
    /// <param name="step">As <see cref="OwnFailures"/> is told of it, or how that begins.</param>
    public static void Reach(string step) => _fault?.Meet(step);

    /// <summary>From here on a step fails whenever it is reached.</summary>
    /// <param name="step">An empty one fails nowhere: the steps are only noted.</param>
    public static void Set(string step) => _fault = new Fault(step);

    /// <summary>No step fails any more.</summary>
    /// <returns>The steps that were reached meanwhile.</returns>
    public static string[] Clear()
    {
        var fault = Interlocked.Exchange(ref _fault, null);
        return fault is null ? [] : fault.Met;
    }

    private sealed class Fault(string step)
    {
        private readonly HashSet<string> _met = new(StringComparer.Ordinal);

        public string[] Met
        {
            get
            {
                lock (_met)
                    return [.. _met];
            }
        }

        public void Meet(string reached)
        {
            lock (_met)
                _met.Add(reached);
            if (reached == step)
                throw new InvalidOperationException("injected");
        }
    }
}
