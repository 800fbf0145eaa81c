using System.Diagnostics;
using System.Globalization;

namespace AwsOtel.Soak;

/// <summary>What the process holds, when the garbage is collected.</summary>
internal sealed record Footprint(long WorkingSet, int Threads, int Handles)
{
    /// <summary>The garbage collector breathes.</summary>
    private const double LargestGrowth = 0.05;

    /// <summary>So do the pools of threads and connections; what every call leaves behind would be a hundred thousand of them.</summary>
    private const int MostMore = 8;

    public static Footprint Take()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        // .NET counts no handles on Linux and macOS.
        var handles = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : process.HandleCount;
        return new Footprint(process.WorkingSet64, process.Threads.Count, handles);
    }

    /// <summary>What has grown since, in words; empty where nothing has.</summary>
    public IEnumerable<string> GrowthSince(Footprint before)
    {
        if (WorkingSet > before.WorkingSet * (1 + LargestGrowth))
            yield return string.Create(CultureInfo.InvariantCulture, $"the working set grew by {(double)WorkingSet / before.WorkingSet - 1:P1}");
        if (Threads > before.Threads + MostMore)
            yield return $"{Threads - before.Threads} threads more";
        if (Handles > before.Handles + MostMore)
            yield return $"{Handles - before.Handles} handles more";
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"working set {WorkingSet / 1048576.0:F1} MB, {Threads} threads, {Handles} handles");
}
