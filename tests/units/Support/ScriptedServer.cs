using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AwsOtel.Tests.Support;

/// <summary>
/// An HTTP server on the loopback address that plays a list of answers, one a request, and records the requests. Past the end of the list it
/// repeats the last answer. Every connection carries one request, so that a reset is never taken for a stale connection.
/// </summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ScriptedResponse[] _script;
    private readonly List<ScriptedRequest> _requests = [];
    private int _played;

    public ScriptedServer(params ScriptedResponse[] script)
    {
        _script = script;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Task.Run(Accept);
    }

    public int Port { get; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    public ScriptedRequest[] Requests
    {
        get
        {
            lock (_requests)
                return _requests.ToArray();
        }
    }

    /// <summary>A port on which nobody listens.</summary>
    public static int DeadPort()
    {
        using var server = new ScriptedServer();
        return server.Port;
    }

    public void Dispose()
    {
        _closing.Cancel();
        _listener.Stop();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_closing.Token);
                _ = Task.Run(() => Serve(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var connection = client;
        try
        {
            var stream = client.GetStream();
            if (await Read(stream) is not { } request)
                return;
            ScriptedResponse answer;
            lock (_requests)
            {
                _requests.Add(request);
                answer = _script.Length == 0 ? new ScriptedResponse(500) : _script[Math.Min(_played++, _script.Length - 1)];
            }

            if (answer.Delay > TimeSpan.Zero)
                await Task.Delay(answer.Delay, _closing.Token);
            if (answer.After is { } before)
                await before.WaitAsync(_closing.Token);
            if (answer.Reset)
            {
                client.LingerState = new LingerOption(true, 0);
                return;
            }

            await stream.WriteAsync(answer.Raw is { } raw ? Encoding.UTF8.GetBytes(raw) : Render(answer, request.Method));
            // The peer closes once it has the answer; closing first could cut it off.
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(Stream.Null, _closing.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer gave up, or the server closes.
        }
    }

    private static async Task<ScriptedRequest?> Read(NetworkStream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var one = new byte[1];
            if (await stream.ReadAsync(one) == 0)
                return null;
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var start = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(static line => (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())).ToList();
        var request = new ScriptedRequest(start[0], start[1], headers, []);
        if (request.Header("Expect") == "100-continue")
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
        return request with { Body = await ReadBody(stream, request) };
    }

    private static async Task<byte[]> ReadBody(NetworkStream stream, ScriptedRequest request)
    {
        if (int.TryParse(request.Header("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            var body = new byte[length];
            await stream.ReadExactlyAsync(body);
            return body;
        }

        if (request.Header("Transfer-Encoding") != "chunked")
            return [];
        using var whole = new MemoryStream();
        while (true)
        {
            var size = int.Parse(await ReadLine(stream), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var chunk = new byte[size];
            await stream.ReadExactlyAsync(chunk);
            whole.Write(chunk);
            await ReadLine(stream);
            if (size == 0)
                return whole.ToArray();
        }
    }

    private static async Task<string> ReadLine(NetworkStream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1 && one[0] != '\n')
            line.Append((char)one[0]);
        return line.ToString().TrimEnd('\r');
    }

    private static byte[] Render(ScriptedResponse answer, string method)
    {
        var body = Encoding.UTF8.GetBytes(answer.Body);
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} {(HttpStatusCode)answer.Status}\r\n"));
        foreach (var (name, value) in answer.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (answer.Status is not (204 or 304) && !answer.Headers.Any(static header => header.Name == "Content-Length"))
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        head.Append("Connection: close\r\n\r\n");
        var bytes = Encoding.UTF8.GetBytes(head.ToString());
        return method == "HEAD" || answer.Status is 204 or 304 ? bytes : [.. bytes, .. body];
    }
}
