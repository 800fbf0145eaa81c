using Amazon.Runtime;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>Says in one word why the SDK's own retry policy would make another attempt.</summary>
internal static class RetryReason
{
    public const string Throttling = "throttling";
    public const string ClockSkew = "clock_skew";

    private static readonly HashSet<string> ClockSkewCodes =
        ["RequestTimeTooSkewed", "RequestExpired", "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure", "RequestInTheFuture"];

    public static string? Of(RetryPolicy policy, IExecutionContext execution, Exception exception)
    {
        if (policy.IsThrottlingError(exception))
            return Throttling;
        if (policy.IsServiceTimeoutError(exception) || exception is TimeoutException or OperationCanceledException)
            return "timeout";
        if (exception is not AmazonServiceException failure)
            return policy.IsTransientError(execution, exception) ? "transient" : null;
        if (failure.ErrorCode is { } code && ClockSkewCodes.Contains(code))
            return ClockSkew;
        if (!policy.IsTransientError(execution, exception))
            return null;
        return (int)failure.StatusCode >= 500 ? "server_error" : "transient";
    }
}
