using System.Diagnostics;
using System.Globalization;

namespace AwsOtel.Benchmarks;

/// <summary>The server of node/server.mjs in a process of its own: the same one for every language that is measured.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly Process _process;

    private LoopbackServer(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public static LoopbackServer Start(string folder)
    {
        var process = Process.Start(new ProcessStartInfo("node", "server.mjs") { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var port = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("node server.mjs ended before it listened.");
        return new LoopbackServer(process, int.Parse(port, CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
