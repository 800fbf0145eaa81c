using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AwsOtel.Engine.Delivery;

namespace AwsOtel.Soak;

/// <summary>An OTLP receiver over HTTP that counts spans and keeps none.</summary>
internal sealed class Receiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private long _spans;

    public Receiver()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
        }

        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        new Thread(Serve) { IsBackground = true, Name = "receiver" }.Start();
    }

    public string Url { get; }

    public long Spans => Interlocked.Read(ref _spans);

    public void Dispose() => _listener.Close();

    private void Serve()
    {
        var body = new MemoryStream();
        try
        {
            while (true)
            {
                var context = _listener.GetContext();
                body.SetLength(0);
                context.Request.InputStream.CopyTo(body);
                Interlocked.Add(ref _spans, Count(body.GetBuffer().AsSpan(0, (int)body.Length)));
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    /// <summary>ExportTraceServiceRequest.resource_spans = 1, ResourceSpans.scope_spans = 2, ScopeSpans.spans = 2.</summary>
    private static int Count(ReadOnlySpan<byte> request)
    {
        var count = 0;
        var resources = new ProtobufReader(request);
        while (resources.Read())
        {
            var scopes = new ProtobufReader(resources.Field == 1 ? resources.Bytes : default);
            while (scopes.Read())
            {
                var spans = new ProtobufReader(scopes.Field == 2 ? scopes.Bytes : default);
                while (spans.Read())
                    count += spans.Field == 2 ? 1 : 0;
            }
        }

        return count;
    }
}
