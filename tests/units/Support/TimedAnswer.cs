using System.Text;

namespace AwsOtel.Tests.Support;

/// <summary>One answer of the <see cref="TimedServer"/>.</summary>
internal sealed record TimedAnswer(int Status, byte[] Body)
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Before the headers.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>After half of the body.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>The connection ends after so many bytes of the body, although Content-Length promises all.</summary>
    public int? CutAfter { get; init; }

    /// <summary>The connection is reset instead of an answer.</summary>
    public bool Reset { get; init; }

    /// <summary>The connection is closed instead of an answer.</summary>
    public bool Closes { get; init; }

    /// <summary>The connection stays open for another request.</summary>
    public bool KeepsAlive { get; init; }

    public static implicit operator TimedAnswer(ScriptedResponse answer) =>
        new(answer.Status, Encoding.UTF8.GetBytes(answer.Body)) { Headers = answer.Headers, Delay = answer.Delay, Reset = answer.Reset };

    /// <summary>An object of S3.</summary>
    public static TimedAnswer Object(byte[] content) => new(200, content) { Headers = Expected.Xml().With("ETag", "\"etag-1\"").Headers };
}
