using System.Diagnostics;
using System.Globalization;

namespace AwsOtel.Benchmarks;

/// <summary>
/// The same call by the AWS SDK for JavaScript, plain and traced by OpenTelemetry's instrumentation, against the same server in the same run.
/// In processes of their own by turns: what that instrumentation has patched stays patched.
/// </summary>
internal static class NodeComparison
{
    private const int Turns = 4;
    private const int SecondsEach = 4;

    public static IReadOnlyList<Result> Run(string name, string folder, int port)
    {
        var states = new[] { "plain", "traced" };
        var batches = Array.ConvertAll(states, static _ => new List<Batch>());
        for (var turn = 0; turn < Turns; turn++)
        {
            for (var i = 0; i < states.Length; i++)
                batches[i].AddRange(RunOnce(folder, port, states[i]));
        }

        return states.Select((state, i) => Result.Of(name, state, batches[i])).ToList();
    }

    private static IEnumerable<Batch> RunOnce(string folder, int port, string state)
    {
        var start = new ProcessStartInfo("node", $"--no-warnings get-item.mjs {port} {state} {Batch.Calls} {SecondsEach}") { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"node get-item.mjs {state} ended with exit code {process.ExitCode}.");
        return printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => new Batch(double.Parse(line, CultureInfo.InvariantCulture), 0));
    }
}
