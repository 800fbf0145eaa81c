namespace AwsOtel;

/// <summary>What became of the span that <c>Test-OtelEndpoint</c> sent.</summary>
public enum OtelEndpointReason
{
    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>The receiver answered well, and rejected the span: <see href="https://opentelemetry.io/docs/specs/otlp/#partial-success"/>.</summary>
    PartialSuccess,

    /// <summary>The host's name is not known.</summary>
    HostNotFound,

    /// <summary>The host is there, and nothing listens on the port.</summary>
    ConnectionRefused,

    /// <summary>There is no way to the host, or the connection broke.</summary>
    ConnectionFailed,

    /// <summary>The secure connection was not made.</summary>
    TlsFailed,

    /// <summary>Nothing came back in time.</summary>
    Timeout,

    /// <summary>The port speaks something else than the protocol that was used.</summary>
    WrongProtocol,

    /// <summary>The receiver does not know who asks: a header is missing or wrong.</summary>
    Unauthorized,

    /// <summary>The receiver knows who asks, and does not allow it.</summary>
    Forbidden,

    /// <summary>There is a server, and no receiver of traces at this path.</summary>
    PathNotFound,

    /// <summary>The receiver has too much to do.</summary>
    Busy,

    /// <summary>Any other answer that is no success.</summary>
    Rejected,
}
