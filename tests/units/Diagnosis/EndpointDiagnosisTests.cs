using System.Net.Sockets;
using AwsOtel.Engine.Delivery;
using AwsOtel.Engine.Diagnosis;
using AwsOtel.Engine.Session;
using Xunit;

namespace AwsOtel.Tests.Diagnosis;

/// <summary>What is said of a receiver behind a proxy: nothing else was connected to.</summary>
public sealed class EndpointDiagnosisTests
{
    private const string Around = "or name the receiver in NO_PROXY to ask it without the proxy.";

    private static readonly Uri Proxy = new("http://user:secret@proxy.example:3128");

    [Theory]
    [InlineData(SocketError.ConnectionRefused, OtelEndpointReason.ConnectionRefused, "does not listen.")]
    [InlineData(SocketError.HostNotFound, OtelEndpointReason.HostNotFound, "is a name that is not known.")]
    [InlineData(SocketError.NetworkUnreachable, OtelEndpointReason.ConnectionFailed, "cannot be reached, or did not connect to collector.example.")]
    public void A_proxy_that_is_not_there_is_what_is_named(SocketError error, OtelEndpointReason reason, string what) => Assert.Equal(
        new EndpointDiagnosis(reason, $"The proxy proxy.example:3128 (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY) {what}", $"Mend the proxy, {Around}"),
        Of(new EndpointAnswer(new HttpRequestException("no", new SocketException((int)error)))));

    [Fact]
    public void A_proxy_that_wants_to_know_who_asks_is_not_the_receiver() => Assert.Equal(
        new EndpointDiagnosis(
            OtelEndpointReason.Unauthorized,
            "The proxy proxy.example:3128 (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY) does not know who asks (HTTP 407).",
            $"Give it a user and a password, http://user:password@proxy.example:3128, {Around}"),
        Of(new EndpointAnswer(null, 407)));

    [Fact]
    public void A_proxy_that_makes_no_tunnel_is_not_the_receiver() => Assert.Equal(
        new EndpointDiagnosis(
            OtelEndpointReason.ConnectionFailed,
            "The proxy proxy.example:3128 (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY) did not connect to collector.example: "
                + "The proxy tunnel request to proxy 'http://[redacted]@proxy.example:3128/' failed with status code '407'.",
            $"Where it says 407, give it a user and a password, http://user:password@proxy.example:3128; else have it allow that host, {Around}"),
        Of(new EndpointAnswer(new HttpRequestException(
            HttpRequestError.ProxyTunnelError, $"The proxy tunnel request to proxy '{Proxy}' failed with status code '407'.\""))));

    [Fact]
    public void What_came_through_a_proxy_may_be_its_own() => Assert.Equal(
        new EndpointDiagnosis(
            OtelEndpointReason.Busy,
            "The receiver cannot take it now (HTTP 503). It was asked through the proxy proxy.example:3128.",
            $"Try again later; look at the receiver's limits. It may be the proxy that says so: look there, {Around}"),
        Of(new EndpointAnswer(null, 503)));

    [Fact]
    public void What_was_taken_was_taken() => Assert.Equal(
        new EndpointDiagnosis(OtelEndpointReason.Delivered, "http://collector.example:4318/v1/traces took the span.", ""),
        Of(new EndpointAnswer(null, 200, "application/x-protobuf")));

    [Fact]
    public void A_redirect_is_not_followed() => Assert.Equal(
        new EndpointDiagnosis(
            OtelEndpointReason.Rejected,
            "The receiver sends requests elsewhere (HTTP 302), and OTLP does not follow.",
            "Give the address where it sends them; where that is a page to sign in, a key is missing."),
        Of(new EndpointAnswer(null, 302), proxy: null));

    private static EndpointDiagnosis Of(EndpointAnswer answer) => Of(answer, Proxy);

    private static EndpointDiagnosis Of(EndpointAnswer answer, Uri? proxy) =>
        EndpointDiagnosis.Of(new OtlpSettings(new Uri("http://collector.example:4318/v1/traces"), OtelProtocol.HttpProtobuf, "", false), answer, TimeSpan.FromSeconds(10), proxy);
}
