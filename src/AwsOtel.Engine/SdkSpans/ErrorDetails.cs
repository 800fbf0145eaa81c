using System.Diagnostics;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>What a failed call or attempt tells: the AWS error code, the HTTP status and the request ids.</summary>
internal static class ErrorDetails
{
    /// <summary>The AWS error code, else the exception's full type: few values, as <c>error.type</c> must have.</summary>
    public static string ErrorType(Exception exception) =>
        exception is AmazonServiceException { ErrorCode: { Length: > 0 } code } ? code : exception.GetType().FullName ?? exception.GetType().Name;

    public static void Apply(Activity span, Exception exception)
    {
        if (exception is not AmazonServiceException failure)
            return;
        var attributes = new SpanAttributes(span);
        CallDetails.SetStatusCode(attributes, failure.StatusCode);
        var http = (failure.InnerException as HttpErrorResponseException)?.Response;
        ResponseIds.Apply(attributes, failure.RequestId, http);
    }
}

/// <summary>The ids by which AWS support finds a request.</summary>
internal static class ResponseIds
{
    private static readonly string[] RequestIdHeaders = ["x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id"];

    /// <param name="parsed">The request id that the SDK found itself.</param>
    public static void Apply(SpanAttributes attributes, string? parsed, IWebResponseData? http)
    {
        var requestId = string.IsNullOrEmpty(parsed) ? FromHeaders(http) : parsed;
        if (requestId is not null)
            attributes.Set(AttributeName.RequestId, requestId);
        if (http?.GetHeaderValue("x-amz-id-2") is { Length: > 0 } extended)
            attributes.Set(AttributeName.ExtendedRequestId, extended);
    }

    private static string? FromHeaders(IWebResponseData? http)
    {
        if (http is null)
            return null;
        foreach (var header in RequestIdHeaders)
        {
            if (http.GetHeaderValue(header) is { Length: > 0 } value)
                return value;
        }

        return null;
    }
}
