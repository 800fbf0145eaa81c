using AwsOtel.Benchmarks;

// The checkout: the first folder upwards that has the module's manifest.
var root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "AwsOtel.psd1")))
    root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("This program must run inside a checkout of AwsOtel.");

Console.WriteLine($"Time and memory of one call in process, without a network; batches of {Batch.Calls} calls by turns. 'more' and 'ratio' are against plain.");
Console.WriteLine();
var results = new List<Result>();
foreach (var comparison in new Comparison[] { new("DynamoDB GetItem", static () => new GetItemCall()), new("S3 PutObject, 1 KB", static () => new PutObjectCall()) })
{
    var measured = await comparison.Run();
    Report.Print(measured);
    results.AddRange(measured);
}

Directory.CreateDirectory(Path.Combine(root, "out"));
LargeTrace.Run(Path.Combine(root, "out", "benchmark-large-trace.html"));

var path = Path.Combine(root, "out", "benchmark.json");
Report.Write(path, results);
Console.WriteLine($"Written to {path}");
