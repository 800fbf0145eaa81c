using AwsOtel.Benchmarks;

// usage: AwsOtel.Benchmarks <file for the results> [<folder of the Node benchmark, its packages installed>]
if (args is [DiscardingReceiver.Argument])
{
    await DiscardingReceiver.Run();
    return;
}

if (args is not [var path, .. var rest])
    throw new ArgumentException("The file for the results is missing.");

var results = new List<Result>();
foreach (var comparison in new Comparison[]
{
    new("DynamoDB GetItem", static () => new GetItemCall()),
    new("S3 PutObject, 1 KB", static () => new PutObjectCall()),
    new("DynamoDB GetItem, 3 retries", static () => new RetriedCall()),
})
    results.AddRange(await comparison.Run());

if (rest is [var node])
{
    using var server = LoopbackServer.Start(node);
    var port = server.Port;
    results.AddRange(await new Comparison("GetItem over loopback", () => new GetItemCall(port)).Run());
    results.AddRange(NodeComparison.Run("GetItem over loopback, Node.js", node, port));
}

results.AddRange(await Growth.Run());
results.AddRange(LargeTrace.Run(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "benchmark-large-trace.html")));
Report.Write(path, results, await ExporterComparison.Run());
