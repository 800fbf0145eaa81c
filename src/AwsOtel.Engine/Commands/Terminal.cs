using System.Management.Automation.Host;

namespace AwsOtel.Engine.Commands;

/// <summary>What the host can show.</summary>
/// <param name="Width">Columns.</param>
/// <param name="HasColors">Whether ANSI colours are understood and wanted (<see href="https://no-color.org"/>).</param>
internal readonly record struct Terminal(int Width, bool HasColors)
{
    private const int DefaultWidth = 120;

    public static Terminal Of(PSHost host)
    {
        int width;
        try
        {
            width = host.UI?.RawUI?.BufferSize.Width ?? 0;
        }
        catch (Exception e) when (e is HostException or NotImplementedException or IOException or PlatformNotSupportedException)
        {
            // Hosts without a screen answer in many ways.
            width = 0;
        }

        var wanted = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new Terminal(width > 0 ? width : DefaultWidth, wanted && host.Name == "ConsoleHost" && !Console.IsOutputRedirected);
    }
}
