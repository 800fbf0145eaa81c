using System.Net.Sockets;
using System.Security.Authentication;
using AwsOtel.Engine.Delivery;
using AwsOtel.Engine.Redaction;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Diagnosis;

/// <summary>Says in words what became of an export request, and what to do about it.</summary>
internal sealed record EndpointDiagnosis(OtelEndpointReason Reason, string Message, string Advice)
{
    /// <param name="proxy">What is asked in the receiver's place; null where it is asked itself.</param>
    public static EndpointDiagnosis Of(OtlpSettings otlp, EndpointAnswer answer, TimeSpan timeout, Uri? proxy = null)
    {
        var found = answer.Failure is { } failure ? OfFailure(otlp, failure, timeout)
            : otlp.Protocol == OtelProtocol.Grpc ? OfGrpc(otlp, answer)
            : OfHttp(otlp, answer);
        return proxy is null || found.Reason == OtelEndpointReason.Delivered ? found : OfProxy(otlp, answer, found, proxy);
    }

    /// <summary>What was found out is of the proxy, or came through it: nothing else was connected to.</summary>
    private static EndpointDiagnosis OfProxy(OtlpSettings otlp, EndpointAnswer answer, EndpointDiagnosis found, Uri proxy)
    {
        // Without the user and password that it may hold.
        var name = $"The proxy {proxy.Host}:{proxy.Port} (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY)";
        const string Around = "or name the receiver in NO_PROXY to ask it without the proxy.";
        if (answer.StatusCode == 407)
            return found with { Message = $"{name} does not know who asks (HTTP 407).", Advice = $"Give it a user and a password, http://user:password@{proxy.Host}:{proxy.Port}, {Around}" };
        // It was asked for a tunnel to a receiver of https, and said no; .NET's words for it end with half a pair of quotation marks.
        if (answer.Failure is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } refused)
        {
            return new(OtelEndpointReason.ConnectionFailed, $"{name} did not connect to {otlp.Endpoint.Host}: {Redactor.Redact(refused.Message).TrimEnd('"', '.')}.",
                $"Where it says 407, give it a user and a password, http://user:password@{proxy.Host}:{proxy.Port}; else have it allow that host, {Around}");
        }

        var what = found.Reason switch
        {
            OtelEndpointReason.HostNotFound => $"{name} is a name that is not known.",
            OtelEndpointReason.ConnectionRefused => $"{name} does not listen.",
            OtelEndpointReason.ConnectionFailed => $"{name} cannot be reached, or did not connect to {otlp.Endpoint.Host}.",
            _ => null,
        };
        return what is null
            ? found with { Message = $"{found.Message} It was asked through the proxy {proxy.Host}:{proxy.Port}.", Advice = $"{found.Advice} {(otlp.Protocol == OtelProtocol.Grpc ? "Not every proxy takes gRPC: use -Protocol HttpProtobuf, " : "It may be the proxy that says so: look there, ")}{Around}" }
            : found with { Message = what, Advice = $"Mend the proxy, {Around}" };
    }

    private static EndpointDiagnosis OfFailure(OtlpSettings otlp, Exception failure, TimeSpan timeout)
    {
        var host = otlp.Endpoint.Host;
        var port = otlp.Endpoint.Port;
        if (failure is OperationCanceledException or TimeoutException)
        {
            return new(OtelEndpointReason.Timeout, $"{host}:{port} did not answer within {timeout.TotalSeconds:0.###} s.",
                "Look for a firewall on the way and for a receiver that hangs, or give it longer with -TimeoutSec.");
        }

        if (Find<SocketException>(failure) is { } socket && OfSocket(host, port, socket.SocketErrorCode) is { } found)
            return found;
        if (Find<AuthenticationException>(failure) is { } tls)
            return OfTls(host, port, tls);
        if (failure is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError })
            return NotFound(host);
        if (failure is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError })
            return Broken(host, port, failure);
        if (failure is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } || failure.InnerException is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded })
            return Wrong(otlp, "it closed the connection without an answer; a port for TLS does so, too, and wants https://");
        return failure is HttpRequestException or IOException ? Wrong(otlp, "what came back is not its answer") : Broken(host, port, failure);
    }

    private static EndpointDiagnosis? OfSocket(string host, int port, SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => NotFound(host),
        SocketError.ConnectionRefused => new(OtelEndpointReason.ConnectionRefused, $"Nothing listens on port {port} of {host}.",
            "Start the receiver, or mend the port: gRPC is usually 4317, HTTP 4318."),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostDown =>
            new(OtelEndpointReason.ConnectionFailed, $"There is no way to {host}.", "Look at the network, the VPN and the proxy of this machine."),
        SocketError.TimedOut => new(OtelEndpointReason.Timeout, $"{host}:{port} did not take the connection.", "Look for a firewall on the way."),
        _ => null,
    };

    private static EndpointDiagnosis NotFound(string host) =>
        new(OtelEndpointReason.HostNotFound, $"The name '{host}' is not known.", "Mend the host in -Endpoint, or look at the DNS of this machine.");

    private static EndpointDiagnosis Broken(string host, int port, Exception failure) =>
        new(OtelEndpointReason.ConnectionFailed, $"The connection to {host}:{port} failed: {Redactor.Redact(failure.Message)}", "Look at the network and at the receiver's log.");

    private static EndpointDiagnosis OfTls(string host, int port, AuthenticationException tls)
    {
        var said = Redactor.Redact((tls.InnerException ?? tls).Message).TrimEnd('.');
        return tls.Message.Contains("frame", StringComparison.OrdinalIgnoreCase)
            ? new(OtelEndpointReason.TlsFailed, $"Port {port} of {host} does not speak TLS: {said}.", "Use http:// in place of https://, or the receiver's port for TLS.")
            : new(OtelEndpointReason.TlsFailed, $"The secure connection to {host}:{port} was not made: {said}.",
                "Use the name that the receiver's certificate is for; for a private authority, name its certificate in OTEL_EXPORTER_OTLP_CERTIFICATE.");
    }

    private static EndpointDiagnosis Wrong(OtlpSettings otlp, string why) => otlp.Protocol == OtelProtocol.Grpc
        ? new(OtelEndpointReason.WrongProtocol, $"Port {otlp.Endpoint.Port} of {otlp.Endpoint.Host} does not speak gRPC: {why}.",
            "Use -Protocol HttpProtobuf (OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf), or the receiver's port for gRPC, usually 4317.")
        : new(OtelEndpointReason.WrongProtocol, $"Port {otlp.Endpoint.Port} of {otlp.Endpoint.Host} does not speak OTLP over HTTP: {why}.",
            "Use -Protocol Grpc (OTEL_EXPORTER_OTLP_PROTOCOL=grpc), or the receiver's port for HTTP, usually 4318.");

    private static EndpointDiagnosis OfHttp(OtlpSettings otlp, EndpointAnswer answer) => answer.StatusCode switch
    {
        >= 200 and < 300 => answer.MediaType is "text/html" or "application/grpc" ? Wrong(otlp, $"it answered with {answer.MediaType}") : Delivered(otlp, answer),
        404 or 405 => new(OtelEndpointReason.PathNotFound, $"{otlp.Endpoint.Host} has no receiver of traces at {otlp.Endpoint.AbsolutePath}.",
            "Mend the path in the endpoint: v1/traces is appended to -Endpoint and OTEL_EXPORTER_OTLP_ENDPOINT, and nothing to OTEL_EXPORTER_OTLP_TRACES_ENDPOINT."),
        415 => Wrong(otlp, "it does not take protobuf"),
        _ => OfStatus(answer),
    };

    private static EndpointDiagnosis OfGrpc(OtlpSettings otlp, EndpointAnswer answer) => answer.GrpcStatus switch
    {
        0 => Delivered(otlp, answer),
        // https://grpc.io/docs/guides/status-codes/
        4 => new(OtelEndpointReason.Timeout, $"The receiver ran out of time{Said(answer)}.", "Look at the receiver's log, or give it longer with -TimeoutSec."),
        7 => Forbidden(answer),
        8 or 14 => Busy(answer),
        12 => new(OtelEndpointReason.PathNotFound, $"{otlp.Endpoint.Host}:{otlp.Endpoint.Port} speaks gRPC and receives no traces{Said(answer)}.",
            "Turn the receiver's OTLP traces on, or use its port."),
        16 => Unauthorized(answer),
        { } status => new(OtelEndpointReason.Rejected, $"The receiver answered with gRPC status {status}{Said(answer)}.", "Look at the receiver's log."),
        null when answer.StatusCode is 401 or 403 or 429 or (>= 500 and < 600) => OfStatus(answer),
        null => Wrong(otlp, $"it answered with HTTP {answer.StatusCode} and no gRPC status"),
    };

    private static EndpointDiagnosis OfStatus(EndpointAnswer answer) => answer.StatusCode switch
    {
        401 or 407 => Unauthorized(answer),
        >= 300 and < 400 => new(OtelEndpointReason.Rejected, $"The receiver sends requests elsewhere (HTTP {answer.StatusCode}), and OTLP does not follow.",
            "Give the address where it sends them; where that is a page to sign in, a key is missing."),
        403 => Forbidden(answer),
        429 or 502 or 503 or 504 => Busy(answer),
        var status => new(OtelEndpointReason.Rejected, $"The receiver answered with HTTP {status}.", "Look at the receiver's log."),
    };

    private static EndpointDiagnosis Delivered(OtlpSettings otlp, EndpointAnswer answer)
    {
        if (PartialSuccess.Read(answer.MediaType, answer.Body) is not { } partial)
            return new(OtelEndpointReason.Delivered, $"{otlp.Address} took the span.", "");
        var said = partial.Message.Length == 0 ? "" : $": {Redactor.Redact(partial.Message).TrimEnd('.')}";
        return partial.RejectedSpans > 0
            ? new(OtelEndpointReason.PartialSuccess, $"The receiver answered well and rejected the span{said}.", "Look at the receiver's limits and filters.")
            : new(OtelEndpointReason.Delivered, $"{otlp.Address} took the span, and says{said}.", "");
    }

    private static EndpointDiagnosis Unauthorized(EndpointAnswer answer) =>
        new(OtelEndpointReason.Unauthorized, $"The receiver does not know who asks ({Status(answer)}){Said(answer)}.",
            "Give the header that it wants: -Header @{ 'api-key' = $key }, or OTEL_EXPORTER_OTLP_HEADERS.");

    private static EndpointDiagnosis Forbidden(EndpointAnswer answer) =>
        new(OtelEndpointReason.Forbidden, $"The receiver does not allow it ({Status(answer)}){Said(answer)}.", "Use a key that may write traces, and the endpoint of its account and region.");

    private static EndpointDiagnosis Busy(EndpointAnswer answer) =>
        new(OtelEndpointReason.Busy, $"The receiver cannot take it now ({Status(answer)}){Said(answer)}.", "Try again later; look at the receiver's limits.");

    private static string Status(EndpointAnswer answer) => answer.GrpcStatus is { } status ? $"gRPC status {status}" : $"HTTP {answer.StatusCode}";

    private static string Said(EndpointAnswer answer) => string.IsNullOrEmpty(answer.GrpcMessage) ? "" : $": {Redactor.Redact(answer.GrpcMessage).TrimEnd('.')}";

    private static T? Find<T>(Exception? failure)
        where T : Exception
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is T found)
                return found;
        }

        return null;
    }
}
