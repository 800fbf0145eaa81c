using AwsOtel;
using AwsOtel.Engine;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces;
using EngineOnly;

// usage: EngineOnly STATE TRACE: where the local servers wrote their endpoints, and the file to write the trace to.
var aws = LocalAws.Read(args[0]);
var tracePath = args[1];
await Shop.Fill(aws);

File.Delete(tracePath);
Instrumentation.Initialize();
var request = new SessionRequest { Name = "nightly-backup", ServiceName = "nightly-backup", Exporter = [OtelExporter.Memory, OtelExporter.File], Path = tracePath };
var session = SessionRegistry.Begin(SettingsReader.Read(request, static _ => null), outer: null, warnings: []);
ExportResultCounts counts;
try
{
    await NightlyBackup.Run(aws);
}
finally
{
    counts = SessionRegistry.End(session);
}

Console.WriteLine();
foreach (var line in TraceDrawing.Draw(session.Pipeline.Memory!.ToArray(), session.TraceId, width: 100, colored: false))
    Console.WriteLine(line);
Console.WriteLine();
Console.WriteLine($"The trace is in {tracePath}");
var failures = OwnFailures.Recent();
foreach (var failure in failures)
    Console.Error.WriteLine(failure);
return counts.Dropped == 0 && failures.Length == 0 ? 0 : 1;
