using System.Runtime.InteropServices;
using System.Text.Json;

namespace AwsOtel.Benchmarks;

/// <summary>The results as a file for programs.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static void Write(string path, IReadOnlyList<Result> results, IReadOnlyList<ExporterResult> exporters)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var report = new
        {
            Time = DateTime.UtcNow,
            Machine = new
            {
                Os = RuntimeInformation.OSDescription,
                Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
                Cores = Environment.ProcessorCount,
                Runtime = RuntimeInformation.FrameworkDescription,
            },
            CallsInBatch = Batch.Calls,
            Results = results,
            Exporters = exporters,
        };
        File.WriteAllText(path, JsonSerializer.Serialize(report, Json) + "\n");
    }
}
