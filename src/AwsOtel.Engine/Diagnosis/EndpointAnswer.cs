namespace AwsOtel.Engine.Diagnosis;

/// <summary>What came back for one export request.</summary>
/// <param name="Failure">What stopped it on the way; null where there was an answer.</param>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="MediaType">Content type of the answer.</param>
/// <param name="GrpcStatus">From the trailers, or from the headers where there is no body.</param>
/// <param name="GrpcMessage">The receiver's words for it.</param>
/// <param name="Body">The answer's bytes.</param>
internal sealed record EndpointAnswer(
    Exception? Failure,
    int? StatusCode = null,
    string? MediaType = null,
    int? GrpcStatus = null,
    string? GrpcMessage = null,
    ReadOnlyMemory<byte> Body = default);
