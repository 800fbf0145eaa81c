using System.Globalization;

namespace AwsOtel.Engine.Delivery;

/// <summary>What came back for one export request.</summary>
/// <param name="Failure">What stopped it on the way; null where there was an answer.</param>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="MediaType">Content type of the answer, in small letters.</param>
/// <param name="GrpcStatus">From the trailers, or from the headers where there is no body.</param>
/// <param name="GrpcMessage">The receiver's words for it.</param>
/// <param name="Body">The answer's bytes, as far as they were read.</param>
internal sealed record EndpointAnswer(
    Exception? Failure,
    int? StatusCode = null,
    string? MediaType = null,
    int? GrpcStatus = null,
    string? GrpcMessage = null,
    ReadOnlyMemory<byte> Body = default)
{
    public static EndpointAnswer Of(HttpResponseMessage response, byte[] body) => new(
        Failure: null,
        (int)response.StatusCode,
        AnswerReader.MediaType(response),
        int.TryParse(AnswerReader.Header(response, "grpc-status"), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null,
        AnswerReader.Header(response, "grpc-message") is { } message ? Uri.UnescapeDataString(message) : null,
        body);
}
