namespace AwsOtel.Tests.Support;

/// <summary>One row of the retry table: a call, the answers one after the other, and every span that must come of it.</summary>
public sealed class RetryScenario
{
    private readonly string _name;

    internal RetryScenario(
        string name, Func<string, Task> call, IReadOnlyList<TimedAnswer> script, IReadOnlyList<IReadOnlyDictionary<string, object>> attempts, Func<int, IReadOnlyDictionary<string, object>> operation)
    {
        _name = name;
        Call = call;
        Script = script;
        Attempts = attempts;
        Operation = operation;
    }

    internal Func<string, Task> Call { get; }

    internal IReadOnlyList<TimedAnswer> Script { get; }

    /// <summary>Of each attempt, what it has beside number, limit and server.</summary>
    internal IReadOnlyList<IReadOnlyDictionary<string, object>> Attempts { get; }

    /// <summary>The operation's attributes, by the server's port.</summary>
    internal Func<int, IReadOnlyDictionary<string, object>> Operation { get; }

    /// <summary>The code of the failure; null where the call succeeds.</summary>
    internal string? Error { get; init; }

    public override string ToString() => _name;
}
