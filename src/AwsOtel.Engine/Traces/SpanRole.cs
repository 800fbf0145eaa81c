using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.Traces;

/// <summary>What a finished span stands for, told by its attributes: traces of other programs are read as well.</summary>
internal static class SpanRole
{
    /// <summary>One try of an operation that was tried more than once.</summary>
    public static bool IsAttempt(OtelSpan span) => span.Attributes.ContainsKey(AttributeName.RetryAttempt);

    /// <summary>A call that leaves the process: of an AWS API, or of anything else.</summary>
    public static bool IsOperation(OtelSpan span) =>
        !IsAttempt(span) && (span.Attributes.ContainsKey(AttributeName.RpcMethod) || span.Kind is OtelSpanKind.Client or OtelSpanKind.Producer);

    public static bool IsCmdlet(OtelSpan span) => span.Attributes.ContainsKey(AttributeName.CmdletCalls);

    /// <summary>Whether it failed, in whole or, of a batch, in part.</summary>
    public static bool HasError(OtelSpan span) => span.Status == OtelStatus.Error || span.Attributes.ContainsKey(AttributeName.ErrorType);

    public static string ErrorType(OtelSpan span) => Text(span, AttributeName.ErrorType) ?? "error";

    /// <summary>What went wrong in few words: the code that AWS gave, or the SDK's exception; of others, the type says less than the message.</summary>
    public static string ErrorText(OtelSpan span)
    {
        var type = ErrorType(span);
        var name = type[(type.LastIndexOf('.') + 1)..];
        if (span.Attributes.ContainsKey(AttributeName.ErrorType) && (name.Length == type.Length || IsTelling(type, name)))
            return name;
        var message = span.StatusDescription.AsSpan().Trim();
        var end = message.IndexOfAny('\r', '\n');
        return message.Length == 0 ? name : message[..(end < 0 ? message.Length : end)].ToString();
    }

    /// <summary>The service that an operation called; the server where it does not name the service.</summary>
    public static string Service(OtelSpan span)
    {
        if (Text(span, AttributeName.RpcService) is { } service)
            return service;
        // By the new conventions, one name holds both.
        if (Text(span, AttributeName.RpcMethod) is { } method && method.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash)
            return method[..slash];
        return Text(span, "db.system.name") ?? Text(span, "messaging.system") ?? Text(span, AttributeName.ServerAddress) ?? "";
    }

    public static long Retries(OtelSpan span) => span.Attributes.TryGetValue(AttributeName.RetryCount, out var count) && count is long retries ? retries : 0;

    /// <summary>How long an operation waited between its attempts, or an attempt before it began.</summary>
    public static TimeSpan Backoff(OtelSpan span) =>
        // Rounded: TimeSpan.FromSeconds would cut a tick off.
        span.Attributes.TryGetValue(AttributeName.RetryDelay, out var delay) && delay is double and > 0 and < 1e9 and var seconds
            ? TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond))
            : TimeSpan.Zero;

    /// <summary>The SDK names exceptions after what went wrong, or after itself: AmazonS3Exception.</summary>
    private static bool IsTelling(string type, string name) =>
        type.StartsWith("Amazon.", StringComparison.Ordinal) && !name.StartsWith("Amazon", StringComparison.Ordinal);

    private static string? Text(OtelSpan span, string attribute) => span.Attributes.TryGetValue(attribute, out var value) ? value as string : null;
}
