using System.Collections;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Secrets;

/// <summary>
/// Every operation of every service there is, once with an answer and once with a failure, with a secret in all that no row publishes. Nothing
/// that leaves the process, or is shown, has a part of one.
/// </summary>
[Collection(ProcessWide.Name)]
public sealed class SecretTests : IDisposable
{
    private static readonly string[] Variables = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "DATABASE_PASSWORD"];

    private readonly long _failuresBefore = OwnFailures.Count;
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly ScriptedServer _receiver = new(new ScriptedResponse(200).With("Content-Type", "application/x-protobuf"));

    public void Dispose()
    {
        _receiver.Dispose();
        File.Delete(_path);
        Array.ForEach(Variables, static name => Environment.SetEnvironmentVariable(name, null));
    }

    [Fact]
    public async Task No_part_of_a_secret_leaves()
    {
        Array.ForEach(Variables, static name => Environment.SetEnvironmentVariable(name, Canary.Make()));
        var calls = SecretCall.All.ToList();
        var sent = new HashSet<string>();
        var received = new HashSet<string>();
        using var session = Begin();
        foreach (var call in calls)
        {
            var answer = call.Answer();
            if (Found(Encoding.UTF8.GetBytes(answer.Body)).Any())
                received.Add(call.Service);
            using var server = new ScriptedServer(answer);
            await Record.ExceptionAsync(() => call.Make(server.Url));
            if (server.Requests.Any(static request => Found(request.Body).Any()))
                sent.Add(call.Service);

            using var failing = new ScriptedServer(call.Service == "SNS" ? QueryFailure() : Answers.JsonError("ValidationException", message: JavaScriptEncoder.Default.Encode(Message())));
            Assert.NotNull(await Record.ExceptionAsync(() => call.Make(failing.Url)));
        }

        var left = Left(session);

        // The secrets were there to be leaked.
        var services = calls.Select(static call => call.Service).Distinct().Order().ToList();
        Assert.Equal(11, services.Count);
        Assert.Equal(services, sent.Order());
        Assert.Superset(services.Except(["SNS", "Kinesis", "Elastic Load Balancing v2"]).ToHashSet(), received);
        Assert.InRange(session.Spans.Length, 2 * calls.Count, int.MaxValue);
        Assert.InRange(_receiver.Requests.Length, 2, int.MaxValue);
        var finds = left.SelectMany(static output => Found(output.Bytes).Select(find => $"{output.Place}, {find}")).ToList();
        Assert.True(finds.Count == 0, $"{finds.Count} leaks:\n{string.Join('\n', finds.Take(20))}");
    }

    [Fact]
    public void A_leak_is_found_wherever_it_is()
    {
        using var session = Begin();
        session.Session.ScriptSpan!.SetTag("aws.s3.key", Canary.Make());
        OwnFailures.Record("keep " + Canary.Make(), new InvalidOperationException());
        var found = Left(session).Where(static output => Found(output.Bytes).Any()).Select(static output => output.Place).Distinct();
        OwnFailures.TakeUnreported();

        Assert.Equal(["file", "OTLP", "memory", "tree", "own failures"], found);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_leak_is_found_in_whatever_form(int offset)
    {
        var secret = new string('-', offset) + Canary.Make();
        byte[][] forms =
        [
            Encoding.UTF8.GetBytes(secret),
            Encoding.UTF8.GetBytes(Uri.EscapeDataString(secret).ToUpperInvariant()),
            Encoding.Unicode.GetBytes(secret),
            Encoding.BigEndianUnicode.GetBytes(secret),
            Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))),
            Encoding.UTF8.GetBytes(Convert.ToHexString(Encoding.UTF8.GetBytes(secret))),
        ];

        Assert.All(forms, static form => Assert.NotEmpty(Found(form)));
        Assert.Empty(Found("A text without one"u8.ToArray()));
    }

    private static IEnumerable<string> Found(byte[] bytes) => Canary.FindIn(bytes);

    private TestSession Begin() => TestSession.Begin(new()
    {
        Name = "script",
        Exporter = [OtelExporter.Memory, OtelExporter.File, OtelExporter.Otlp],
        MetricExporter = [OtelMetricExporter.Otlp],
        Endpoint = _receiver.Url,
        Protocol = OtelProtocol.HttpProtobuf,
        Header = new Hashtable { ["api-key"] = Canary.Make() },
        Path = _path,
        TimeoutSec = 60,
    });

    /// <summary>All that a session leaves, in bytes.</summary>
    private List<(string Place, byte[] Bytes)> Left(TestSession session)
    {
        var spans = session.End();
        return
        [
            ("file", File.ReadAllBytes(_path)),
            .. _receiver.Requests.Select(static request => ("OTLP", request.Body)),
            // The receiver is to get its own key.
            .. _receiver.Requests.Select(static request => ("OTLP headers", Encoding.UTF8.GetBytes(string.Join('\n', request.Headers.Where(static header => header.Name != "api-key"))))),
            ("memory", JsonSerializer.SerializeToUtf8Bytes(spans)),
            ("tree", Encoding.UTF8.GetBytes(string.Join('\n', TraceDrawing.Draw(spans, session.Session.TraceId, 1000, colored: false)))),
            ("own failures", Encoding.UTF8.GetBytes(string.Join('\n', OwnFailures.Recent().TakeLast((int)Math.Min(20, OwnFailures.Count - _failuresBefore))))),
            ("settings", JsonSerializer.SerializeToUtf8Bytes(session.Session.Settings.Sources)),
            ("warnings", Encoding.UTF8.GetBytes(string.Join('\n', session.Warnings))),
            ("description", Encoding.UTF8.GetBytes(session.Session.Pipeline.Description + session.Session.Settings)),
        ];
    }

    /// <summary>What services, signers and drivers say when they refuse something.</summary>
    private static string Message() => $"""
        2 validation errors detected: Value '{Canary.Make()}' at 'secretString' failed to satisfy constraint: Member must have length less than 5; Value '[{Canary.Make()}]' at 'tags' failed
        Value ({Canary.Make()}) for parameter UserData is invalid. The parameter cannot be converted to a numeric value: {Canary.Make()}
        GET https://b.s3.amazonaws.com/k?X-Amz-Security-Token={Uri.EscapeDataString(Canary.Make())}&X-Amz-Credential={Canary.Make()}%2F20260101&X-Amz-Signature={Canary.Make()} failed
        Authorization: AWS4-HMAC-SHA256 Credential={Canary.Make()}/20260101, SignedHeaders=host, Signature={Canary.Make()}
        x-amz-security-token:{Canary.Make()}
        postgres://user:{Uri.EscapeDataString(Canary.Make())}@db/x  Server=db;User=u;Password={Canary.Make()};
        sent Bearer {Canary.Make()}
        """ + " {\"SecretAccessKey\":\"" + Canary.Make() + "\",\"SessionToken\": \"" + Canary.Make() + "\"}";

    private static ScriptedResponse QueryFailure() => new ScriptedResponse(
        400,
        $"<ErrorResponse><Error><Type>Sender</Type><Code>InvalidParameter</Code><Message>{System.Security.SecurityElement.Escape(Message())}</Message></Error><RequestId>{Expected.RequestId}</RequestId></ErrorResponse>")
        .With("Content-Type", "text/xml");
}
