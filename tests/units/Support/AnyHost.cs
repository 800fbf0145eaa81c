using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;

namespace AwsOtel.Tests.Support;

/// <summary>Connects to one port of the loopback address, whatever host a request is for: S3 looks at the names of its hosts.</summary>
internal sealed class AnyHost(int port) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = clientConfig.AllowAutoRedirect, ConnectCallback = Connect });

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
