using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AwsOtel.Tests.Support;

/// <summary>
/// Plays a list of answers like the <see cref="ScriptedServer"/>, and tells when each request came and when its answer was out. It can also
/// break off, pause in a body, and keep a connection open.
/// </summary>
internal sealed class TimedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly TimedAnswer[] _script;
    private readonly List<TimedRequest> _requests = [];

    public TimedServer(params TimedAnswer[] script)
    {
        _script = script;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Task.Run(Accept);
    }

    public int Port { get; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    public TimedRequest[] Requests
    {
        get
        {
            lock (_requests)
                return _requests.ToArray();
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        _listener.Stop();
        _closing.Dispose();
    }

    private static bool IsGone(Exception e) => e is IOException or SocketException or OperationCanceledException or ObjectDisposedException;

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_closing.Token);
                client.NoDelay = true;
                _ = Task.Run(() => Serve(client));
            }
        }
        catch (Exception e) when (IsGone(e))
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
            while (await Read(stream) is { } request)
            {
                TimedAnswer answer;
                lock (_requests)
                {
                    answer = _script[Math.Min(_requests.Count, _script.Length - 1)];
                    _requests.Add(request);
                }

                if (!await Answer(client, stream, request, answer))
                    return;
            }
        }
        catch (Exception e) when (IsGone(e))
        {
            // The peer gave up, or the server closes.
        }
    }

    /// <returns>Whether the connection may carry another request.</returns>
    private async Task<bool> Answer(TcpClient client, NetworkStream stream, TimedRequest request, TimedAnswer answer)
    {
        if (answer.Delay > TimeSpan.Zero)
            await WaitForPeer(stream, request, answer.Delay);
        // Each end is noted before the peer can see it: it may be back before this thread goes on.
        if (answer.Reset)
        {
            request.End();
            // TcpClient.Close would say goodbye first.
            client.Client.LingerState = new LingerOption(true, 0);
            client.Client.Dispose();
            return false;
        }

        if (answer.Closes)
        {
            request.End();
            client.Client.Shutdown(SocketShutdown.Send);
            return false;
        }

        var hasBody = answer.Status is not (204 or 304);
        request.End();
        await stream.WriteAsync(Head(answer, hasBody));
        var length = hasBody ? answer.CutAfter ?? answer.Body.Length : 0;
        var half = answer.Pause > TimeSpan.Zero ? length / 2 : length;
        await stream.WriteAsync(answer.Body.AsMemory(0, half));
        if (half < length)
        {
            await Task.Delay(answer.Pause, _closing.Token);
            request.End();
            await stream.WriteAsync(answer.Body.AsMemory(half, length - half));
        }

        if (answer.KeepsAlive)
            return true;
        if (answer.CutAfter is not null)
            request.End();
        client.Client.Shutdown(SocketShutdown.Send);
        return false;
    }

    /// <summary>Waits, but not for a peer that has gone.</summary>
    private async Task WaitForPeer(NetworkStream stream, TimedRequest request, TimeSpan delay)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        enough.CancelAfter(delay);
        try
        {
            if (await stream.ReadAsync(new byte[1], enough.Token) == 0)
            {
                request.End();
                throw new IOException("The peer has gone.");
            }
        }
        catch (OperationCanceledException) when (!_closing.IsCancellationRequested)
        {
            // It is still there.
        }
    }

    private static async Task<TimedRequest?> Read(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        var came = 0L;
        while (head.Length < 4 || head[^1] != '\n' || head[^3] != '\n')
        {
            if (await stream.ReadAsync(one) == 0)
                return null;
            if (head.Length == 0)
                came = Stopwatch.GetTimestamp();
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var start = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(static line => line.Split(':', 2)).ToDictionary(static pair => pair[0], static pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        if (headers.ContainsKey("Expect"))
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
        if (headers.TryGetValue("Content-Length", out var length))
            await stream.ReadExactlyAsync(new byte[int.Parse(length, CultureInfo.InvariantCulture)]);
        return new TimedRequest(start[0], start[1], headers, came);
    }

    private static byte[] Head(TimedAnswer answer, bool hasBody)
    {
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} {(HttpStatusCode)answer.Status}\r\n"));
        foreach (var (name, value) in answer.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (hasBody)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {answer.Body.Length}\r\n");
        head.Append(answer.KeepsAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
        return Encoding.ASCII.GetBytes(head.ToString());
    }
}
