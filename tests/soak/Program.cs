using System.Globalization;
using AwsOtel;
using AwsOtel.Benchmarks;
using AwsOtel.Engine;
using AwsOtel.Engine.Session;
using AwsOtel.Soak;

// usage: AwsOtel.Soak CALLS: so many traced SDK calls in one session, as fast as they go, without a network but for the receiver's. What the
// process holds after the first tenth it holds at the end, and every span is accounted for. The last word is the exit code.
var calls = int.Parse(args[0], CultureInfo.InvariantCulture);
var spool = Directory.CreateTempSubdirectory("awsotel-soak-");
using var receiver = new Receiver();
Instrumentation.Initialize();
var request = new SessionRequest
{
    Name = "soak",
    Exporter = [OtelExporter.Otlp],
    Endpoint = receiver.Url,
    Protocol = OtelProtocol.HttpProtobuf,
    SpoolPath = spool.FullName,
    TimeoutSec = 600,
};
var session = SessionRegistry.Begin(SettingsReader.Read(request, static _ => null), outer: null, warnings: []);
using var call = new GetItemCall();

await Make(calls / 10);
var before = Footprint.Take();
Console.WriteLine($"after {calls / 10} calls: {before}");
await Make(calls - calls / 10);
var after = Footprint.Take();
Console.WriteLine($"after {calls} calls: {after}");
var counts = SessionRegistry.End(session);
var left = spool.GetFiles().Sum(static file => File.ReadLines(file.FullName).LongCount());
spool.Delete(recursive: true);
Console.WriteLine($"{counts.Ended} spans made, {counts.Exported} sent, {counts.Spooled} in the spool, {counts.Dropped} dropped; {receiver.Spans} received, {left} left in the spool");

var faults = after.GrowthSince(before).ToList();
if (counts.Ended != calls + 1L)
    faults.Add($"{calls + 1L} spans should have been made");
if (counts.Exported + counts.Spooled + counts.Dropped != counts.Ended)
    faults.Add("not every span is accounted for");
if (receiver.Spans != counts.Exported || left != counts.Spooled)
    faults.Add("what is told is not what is there");
faults.AddRange(OwnFailures.Recent());
foreach (var fault in faults)
    Console.Error.WriteLine($"FAILED: {fault}");
return faults.Count == 0 ? 0 : 1;

async Task Make(int count)
{
    for (var i = 0; i < count; i++)
        await call.Invoke();
    // Those that wait are no leak: the queue is as long as it is.
    while (session.Pipeline.Counts(isFinal: false) is var now && now.Exported + now.Spooled + now.Dropped < now.Ended)
        await Task.Delay(100);
}
