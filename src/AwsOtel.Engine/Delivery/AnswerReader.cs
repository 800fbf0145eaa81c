using System.Globalization;
using System.Net;
using AwsOtel.Engine.Redaction;

namespace AwsOtel.Engine.Delivery;

/// <summary>
/// Understands what a receiver answered. Which answers are worth another try:
/// <see href="https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-response"/>, <see href="https://opentelemetry.io/docs/specs/otlp/#otlphttp-response"/>.
/// </summary>
internal static class AnswerReader
{
    public static OtlpAnswer OfHttp(HttpResponseMessage response, byte[] body)
    {
        if (response.IsSuccessStatusCode)
            return OfTaken(response, body);
        var reason = $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout
                => new OtlpAnswer(Verdict.TryAgain, reason, RetryAfter(response)),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.ProxyAuthenticationRequired
                or (>= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest)
                => new OtlpAnswer(Verdict.Keep, reason),
            _ => new OtlpAnswer(Verdict.Refused, reason),
        };
    }

    public static OtlpAnswer OfGrpc(HttpResponseMessage response, byte[] body)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            return OfHttp(response, []);
        if (!int.TryParse(Header(response, "grpc-status"), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            return new OtlpAnswer(Verdict.Keep, "an answer that is not gRPC's");
        if (status == 0)
            return OfTaken(response, body);

        // https://grpc.io/docs/guides/status-codes/
        return status switch
        {
            1 => new OtlpAnswer(Verdict.TryAgain, "gRPC CANCELLED"),
            4 => new OtlpAnswer(Verdict.TryAgain, "gRPC DEADLINE_EXCEEDED"),
            7 => new OtlpAnswer(Verdict.Keep, "gRPC PERMISSION_DENIED"),
            // Only with a time to come back is it worth another try.
            8 => RetryInfo(response) is { } delay
                ? new OtlpAnswer(Verdict.TryAgain, "gRPC RESOURCE_EXHAUSTED", delay)
                : new OtlpAnswer(Verdict.Keep, "gRPC RESOURCE_EXHAUSTED"),
            10 => new OtlpAnswer(Verdict.TryAgain, "gRPC ABORTED"),
            11 => new OtlpAnswer(Verdict.TryAgain, "gRPC OUT_OF_RANGE"),
            12 => new OtlpAnswer(Verdict.Keep, "gRPC UNIMPLEMENTED"),
            14 => new OtlpAnswer(Verdict.TryAgain, "gRPC UNAVAILABLE", RetryInfo(response)),
            15 => new OtlpAnswer(Verdict.TryAgain, "gRPC DATA_LOSS"),
            16 => new OtlpAnswer(Verdict.Keep, "gRPC UNAUTHENTICATED"),
            _ => new OtlpAnswer(Verdict.Refused, string.Create(CultureInfo.InvariantCulture, $"gRPC status {status}")),
        };
    }

    /// <summary>No answer came.</summary>
    public static OtlpAnswer OfException(Exception exception)
    {
        if (exception is OperationCanceledException)
            return new OtlpAnswer(Verdict.TryAgain, "no answer in time");
        var reason = Redactor.Redact(exception.GetBaseException().Message);
        return exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.UserAuthenticationError or HttpRequestError.VersionNegotiationError
        }
            ? new OtlpAnswer(Verdict.Keep, reason)
            : new OtlpAnswer(Verdict.TryAgain, reason);
    }

    private static OtlpAnswer OfTaken(HttpResponseMessage response, byte[] body)
    {
        var mediaType = MediaType(response);
        // A sign-in page, or a server of pages that has one for every address: nobody has read the spans.
        if (mediaType == "text/html")
            return new OtlpAnswer(Verdict.Keep, "a web page in place of an answer");
        return PartialSuccess.Read(mediaType, body) is { } partial
            ? new OtlpAnswer(Verdict.Taken, partial.Message, Rejected: partial.RejectedSpans)
            : OtlpAnswer.Taken;
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is not { } after)
            return null;
        var delay = after.Delta ?? after.Date - DateTimeOffset.UtcNow;
        return delay > TimeSpan.Zero ? delay : null;
    }

    /// <summary>The delay in google.rpc.RetryInfo, among the details of a google.rpc.Status.</summary>
    private static TimeSpan? RetryInfo(HttpResponseMessage response)
    {
        // Binary headers are base64, with or without padding.
        var text = Header(response, "grpc-status-details-bin")?.TrimEnd('=') ?? "";
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length))
            return null;
        var status = new ProtobufReader(bytes.AsSpan(0, length));
        while (status.Read())
        {
            if (status.Field == 3 && DelayOf(status.Bytes) is { } delay)
                return delay;
        }

        return null;
    }

    private static TimeSpan? DelayOf(ReadOnlySpan<byte> any)
    {
        var isRetryInfo = false;
        ReadOnlySpan<byte> value = default;
        var detail = new ProtobufReader(any);
        while (detail.Read())
        {
            if (detail.Field == 1)
                isRetryInfo = detail.Bytes.EndsWith("google.rpc.RetryInfo"u8);
            else if (detail.Field == 2)
                value = detail.Bytes;
        }

        var info = new ProtobufReader(value);
        if (!isRetryInfo || !info.Read() || info.Field != 1)
            return null;
        double seconds = 0;
        var duration = new ProtobufReader(info.Bytes);
        while (duration.Read())
            seconds += duration.Field == 1 ? duration.Number : duration.Field == 2 ? duration.Number / 1e9 : 0;
        return seconds is >= 0 and < int.MaxValue ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>Of the body, in small letters: it means the same in others.</summary>
    public static string? MediaType(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant();

    /// <summary>A header of gRPC: in the trailers, or among the headers where there is no body.</summary>
    public static string? Header(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var values) || response.Headers.TryGetValues(name, out values) ? string.Concat(values) : null;
}
