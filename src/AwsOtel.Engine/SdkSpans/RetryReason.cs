using Amazon.Runtime;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>Says in one word why the SDK's own retry policy would make another attempt.</summary>
internal static class RetryReason
{
    private static readonly HashSet<string> ClockSkewCodes =
        ["RequestTimeTooSkewed", "RequestExpired", "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure", "RequestInTheFuture"];

    public static string? Of(RetryPolicy policy, IExecutionContext execution, Exception exception)
    {
        if (policy.IsThrottlingError(exception))
            return "throttling";
        if (policy.IsServiceTimeoutError(exception) || exception is TimeoutException or OperationCanceledException)
            return "timeout";
        if (exception is not AmazonServiceException failure)
            return policy.IsTransientError(execution, exception) ? "transient" : null;
        if (failure.ErrorCode is { } code && ClockSkewCodes.Contains(code))
            return "clock_skew";
        if ((int)failure.StatusCode >= 500)
            return "server_error";
        return policy.IsTransientError(execution, exception) ? "transient" : null;
    }
}
