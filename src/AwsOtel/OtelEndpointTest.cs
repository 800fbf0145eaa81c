namespace AwsOtel;

/// <summary>What <c>Test-OtelEndpoint</c> found out about a receiver.</summary>
public sealed class OtelEndpointTest
{
    /// <summary>The address as used: with the path of the traces for HTTP.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The transport that was used.</summary>
    public required OtelProtocol Protocol { get; init; }

    /// <summary>Whether the receiver took the span.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>What happened, in one word.</summary>
    public required OtelEndpointReason Reason { get; init; }

    /// <summary>What happened, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it; empty where nothing is.</summary>
    public required string Advice { get; init; }

    /// <summary>The HTTP status of the answer; null where there was none.</summary>
    public required int? StatusCode { get; init; }

    /// <summary>The gRPC status of the answer (<see href="https://grpc.io/docs/guides/status-codes/"/>); null where there was none.</summary>
    public required int? GrpcStatus { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The trace of the span that was sent, to look for in the back end: 32 lower-case hex digits.</summary>
    public required string TraceId { get; init; }

    /// <summary>Each setting and where it came from: a parameter, a variable, or the default.</summary>
    public required IReadOnlyDictionary<string, string> Source { get; init; }
}
