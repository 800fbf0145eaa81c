using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AwsOtel.Benchmarks;

/// <summary>The results as a table for people and as a file for programs.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static void Print(IReadOnlyList<Result> results)
    {
        var plain = results[0];
        Console.WriteLine($"{plain.Call,-20}{"minimum",12}{"more",12}{"ratio",8}{"median",12}{"more",12}{"ratio",8}{"allocated",12}{"more",10}");
        foreach (var result in results)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Case,-20}{Times(result.MinimumMicroseconds, plain.MinimumMicroseconds)}{Times(result.MedianMicroseconds, plain.MedianMicroseconds)}{result.MedianBytes,10:0} B{result.MedianBytes - plain.MedianBytes,+8:+0;-0;0} B"));
        }

        Console.WriteLine();
    }

    public static void Write(string path, IReadOnlyList<Result> results)
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
        };
        File.WriteAllText(path, JsonSerializer.Serialize(report, Json) + "\n");
    }

    private static string Times(double value, double plain) =>
        string.Create(CultureInfo.InvariantCulture, $"{value,9:0.00} µs{value - plain,9:+0.00;-0.00;0.00} µs{value / plain,8:0.000}");
}
