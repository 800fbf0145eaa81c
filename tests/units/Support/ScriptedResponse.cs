namespace AwsOtel.Tests.Support;

/// <summary>One answer of the <see cref="ScriptedServer"/>.</summary>
public sealed record ScriptedResponse(int Status, string Body = "")
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Waits before it answers; the wait ends early when the server closes.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>What it waits for before it answers; null where there is nothing.</summary>
    public Task? After { get; init; }

    /// <summary>Closes the connection with a reset instead of an answer.</summary>
    public bool Reset { get; init; }

    /// <summary>Sent instead of an answer, before the connection closes.</summary>
    public string? Raw { get; init; }

    public static ScriptedResponse ConnectionReset { get; } = new(0) { Reset = true };

    public ScriptedResponse With(string header, string value) => this with { Headers = [.. Headers, (header, value)] };
}
