using System.Management.Automation.Host;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces;

namespace AwsOtel.Engine.Commands;

/// <summary>The Console exporter's end: the tree goes to the host, never into the output stream.</summary>
internal static class TreeToHost
{
    public static void Write(PSHost host, TraceSession session)
    {
        if (session.Pipeline.Memory is not { } memory)
            return;
        var terminal = Terminal.Of(host);
        foreach (var line in TraceDrawing.Draw(memory.ToArray(), session.TraceId, terminal.Width, terminal.HasColors))
            host.UI.WriteLine(line);
    }
}
