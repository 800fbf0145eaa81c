using System.Buffers;
using System.Collections;
using System.Text;
using System.Text.Json;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Delivery;
using AwsOtel.Engine.Export;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Redaction;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces;
using OpenTelemetry.Exporter;

namespace AwsOtel.Tests.Fuzz;

/// <summary>Every parser of text that comes from outside, one row each.</summary>
internal static class FuzzedParsers
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private const string XRay = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

    private const string Envelope =
        """{"Type":"Notification","MessageId":"1","Message":"x","MessageAttributes":{"traceparent":{"Type":"String","Value":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},"other":{"Type":"Binary","Value":"AA=="}}}""";

    private static readonly HashSet<string> Fields = ["traceparent", "tracestate", "baggage"];

    private static readonly Func<Exception, bool> SettingIsRefused = static e => e is SettingException;

    public static IReadOnlyList<FuzzedParser> All { get; } =
    [
        new("-Parent", static text => Read(new SessionRequest { Parent = text }), SettingIsRefused,
            TraceParent, "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-00", "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff-more"),
        new("TRACEPARENT", static text => Read(new(), ("TRACEPARENT", text)), FuzzedParser.Nothing,
            TraceParent, "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-00", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        new("TRACESTATE", static text => Read(new(), ("TRACEPARENT", TraceParent), ("TRACESTATE", text)), FuzzedParser.Nothing,
            "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE", "a@b=1,c/d=2", "x=" + "y", ",,a=b, ,"),
        new("BAGGAGE", static text => Read(new(), ("TRACEPARENT", TraceParent), ("BAGGAGE", text)), FuzzedParser.Nothing,
            "tenant=acme,user=a%20b", "a=1;p=2;q,b=%C3%A9", "=,a=,=b"),
        new("OTEL_PROPAGATORS", static text => Read(new(), ("OTEL_PROPAGATORS", text)), FuzzedParser.Nothing, "tracecontext,baggage", "xray", "b3,b3multi", "none"),
        new("-Parent as headers", static text => Read(new() { Parent = new Hashtable { ["traceparent"] = text, ["tracestate"] = text, ["baggage"] = text, ["X-Amzn-Trace-Id"] = text, ["b3"] = text } }, ("OTEL_PROPAGATORS", "tracecontext,baggage,xray,b3")), SettingIsRefused,
            TraceParent, XRay, "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1", "tenant=acme"),
        new("X-Ray's header", static text => XRayHeader.TryParse(text, out _), FuzzedParser.Nothing,
            XRay, "Self=1-67891234-12456789abcdef012345678;Root=1-67891233-abcdef012345678912345678;Lineage=a:1|b:2", "Root=1-5759e988-bd862e3fe1be46a994272793"),
        new("an SNS envelope", static text => SnsEnvelope.Read(text, Fields), FuzzedParser.Nothing, Envelope, """{"MessageAttributes":{"traceparent":{"Type":"String","Value":1}},"Type":"Notification"}"""),
        new("a message", static text => ReadMessage(text), FuzzedParser.Nothing, Envelope, TraceParent, XRay),
        new("OTEL_EXPORTER_OTLP_HEADERS", static text => UseHeaders(Read(new() { Endpoint = "http://localhost:4318" }, ("OTEL_EXPORTER_OTLP_HEADERS", text))), SettingIsRefused,
            "api-key=secret", "a=1,b=2", "authorization=Bearer%20abc,x-tenant=%C3%A9", " a = b , c=d "),
        new("-Header", static text => UseHeaders(Read(new() { Endpoint = "http://localhost:4318", Header = new Hashtable { [text] = text } })), SettingIsRefused,
            "api-key", "Authorization", "x-tenant"),
        new("OTEL_RESOURCE_ATTRIBUTES", static text => SessionResource.Create(Read(new(), ("OTEL_RESOURCE_ATTRIBUTES", text))).Build(), SettingIsRefused,
            "service.version=2.1", "deployment.environment.name=production,service.name=shop%20eu", " a = b ,c=%2C"),
        new("OTEL_SERVICE_NAME", static text => SessionResource.Create(Read(new(), ("OTEL_SERVICE_NAME", text))).Build(), FuzzedParser.Nothing, "shop", "nightly backup"),
        new("OTEL_TRACES_EXPORTER", static text => Read(new(), ("OTEL_TRACES_EXPORTER", text)), SettingIsRefused, "memory", "otlp,console", "none", "OTLP"),
        new("OTEL_LOGS_EXPORTER", static text => Read(new() { Exporter = [OtelExporter.None] }, ("OTEL_LOGS_EXPORTER", text)), SettingIsRefused, "otlp", "console", "none"),
        new("OTEL_METRICS_EXPORTER", static text => Read(new() { Exporter = [OtelExporter.None] }, ("OTEL_METRICS_EXPORTER", text)), SettingIsRefused, "otlp", "console", "none"),
        new("OTEL_TRACES_SAMPLER", static text => Read(new(), ("OTEL_TRACES_SAMPLER", text)).Sampler.Create(), SettingIsRefused,
            "always_on", "parentbased_traceidratio", "traceidratio", "ALWAYS_OFF"),
        new("OTEL_TRACES_SAMPLER_ARG", static text => Read(new(), ("OTEL_TRACES_SAMPLER", "traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", text)).Sampler.Create(), SettingIsRefused,
            "0.25", "1", "0", "1e-3"),
        new("OTEL_EXPORTER_OTLP_ENDPOINT", static text => UseEndpoint(Read(new() { Exporter = [OtelExporter.Otlp] }, ("OTEL_EXPORTER_OTLP_ENDPOINT", text))), SettingIsRefused,
            "http://localhost:4317", "https://user:secret@collector.example:4318/base?x=1#y", "http://[::1]:4318/v1/traces"),
        new("-Endpoint", static text => UseEndpoint(Read(new() { Endpoint = text })), SettingIsRefused,
            "http://localhost:4317", "https://user:secret@collector.example:4318/base?x=1#y", "http://[::1]:4318/v1/traces", "http://xn--bcher-kva.example"),
        new("OTEL_EXPORTER_OTLP_PROTOCOL", static text => Read(new() { Endpoint = "http://localhost" }, ("OTEL_EXPORTER_OTLP_PROTOCOL", text)), SettingIsRefused, "grpc", "http/protobuf"),
        new("OTEL_EXPORTER_OTLP_COMPRESSION", static text => Read(new() { Endpoint = "http://localhost" }, ("OTEL_EXPORTER_OTLP_COMPRESSION", text)), SettingIsRefused, "gzip", "none"),
        new("OTEL_EXPORTER_OTLP_TIMEOUT", static text => Read(new(), ("OTEL_EXPORTER_OTLP_TIMEOUT", text)), SettingIsRefused, "10000", "1"),
        new("OTEL_SEMCONV_STABILITY_OPT_IN", static text => Read(new(), ("OTEL_SEMCONV_STABILITY_OPT_IN", text)), FuzzedParser.Nothing, "rpc", "http,rpc/dup"),
        new("an OTLP JSON line", ReadTraceFile, FuzzedParser.Nothing, OtlpLines),
        // As its caller takes them: such a line is counted and left out.
        new("a line of the spool", static text => OtlpProtobuf.AppendRequest(new ArrayBufferWriter<byte>(), Encoding.UTF8.GetBytes(text)),
            static e => e is JsonException or FormatException or InvalidOperationException or OverflowException or ArgumentException, OtlpLines),
        new("a drawing of an OTLP JSON line", DrawTraceFile, FuzzedParser.Nothing, OtlpLines),
        new("the redactor", static text => Redactor.Redact(text), FuzzedParser.Nothing,
            "https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIDX%2F20260101&X-Amz-Signature=abc123", """{"SecretKey":"wJalr","SessionToken": "IQoJb3"}""",
            "Authorization: AWS4-HMAC-SHA256 Credential=AKIDX/20260101, Signature=abc", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "http://user:pw@host/ +15551234567"),
        new("an ARN or the like", static text => _ = (Arn.Only(text), Arn.Name(text), Arn.Name(new List<object> { text, "b" })), FuzzedParser.Nothing,
            "arn:aws:sqs:eu-west-1:123456789012:queue", "https://sqs.eu-west-1.amazonaws.com/123456789012/queue", "name"),
        new("a Lambda function", static text => LambdaFunctionName.Read(text), FuzzedParser.Nothing,
            "arn:aws:lambda:eu-west-1:123456789012:function:name:1", "123456789012:function:name", "name:live"),
        new("a PartiQL statement", static text => _ = (PartiQlTable.ReadOnlyOne(text), PartiQlTable.ReadList(new List<object> { text })), FuzzedParser.Nothing,
            "SELECT * FROM \"Music\".\"Index\" WHERE Artist = 'x'", "INSERT INTO Music VALUE {'a': 'b'}", "UPDATE \"a-b\" SET x = 1", "DELETE FROM Music WHERE a = ?"),
    ];

    private static string[] OtlpLines =>
    [
        $$$"""{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"scope":{"name":"s"},"spans":[{{{Span("b7ad6b7169203331", "")}}},{{{Span("00f067aa0ba902b7", "b7ad6b7169203331")}}}]}]}]}""",
        $$$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{{Span("b7ad6b7169203331", "00f067aa0ba902b7")}}},{{{Span("00f067aa0ba902b7", "b7ad6b7169203331")}}}]}]}]}""",
        """{"resourceSpans":[]}""",
        """{"resourceMetrics":[{"resource":{}}]}""",
    ];

    public static FuzzedParser Named(string name) => All.Single(parser => parser.Name == name);

    private static string Span(string id, string parent) =>
        """{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"ID","parentSpanId":"PARENT","name":"S3.GetObject","kind":3,"startTimeUnixNano":"1767323045000000000","endTimeUnixNano":"1767323045250000000","attributes":[{"key":"a","value":{"intValue":"9"}},{"key":"b","value":{"doubleValue":1.5}},{"key":"c","value":{"boolValue":true}},{"key":"aws.retry.count","value":{"intValue":2}},{"key":"e","value":{"arrayValue":{"values":[{"stringValue":"x"},{"intValue":1}]}}}],"events":[{"timeUnixNano":"1767323045100000000","name":"e","attributes":[{"key":"k","value":{"stringValue":"v"}}]}],"links":[{"traceId":"11111111111111111111111111111111","spanId":"2222222222222222"}],"status":{"code":2,"message":"no"}}"""
            .Replace("PARENT", parent, StringComparison.Ordinal).Replace("ID", id, StringComparison.Ordinal);

    private static SessionSettings Read(SessionRequest request, params (string Name, string Value)[] environment)
    {
        // No file is looked for: nothing but the text decides.
        (string Name, string Value)[] all = [.. environment, ("OTEL_TRACES_EXPORTER", "memory")];
        return SettingsReader.Read(request, name => Array.Find(all, variable => variable.Name == name).Value);
    }

    /// <summary>Nothing of a message is thrown; and nothing that a message says is a failure of ours.</summary>
    private static void ReadMessage(string text)
    {
        var failures = OwnFailures.Count;
        var attributes = new Dictionary<string, object> { ["traceparent"] = new Dictionary<string, object> { ["StringValue"] = text }, ["baggage"] = new Dictionary<string, object> { ["Value"] = text } };
        MessageContext.TryRead(new Dictionary<string, object> { ["MessageAttributes"] = attributes }, PropagatorSet.Default.Propagator, out _);
        MessageContext.TryRead(new Dictionary<string, object> { ["Body"] = text, ["Attributes"] = new Dictionary<string, object> { ["AWSTraceHeader"] = text } }, PropagatorSet.Default.Propagator, out _);
        MessageDestination.Of(new Dictionary<string, object> { ["EventSourceArn"] = text });
        if (OwnFailures.Count != failures)
            throw new InvalidOperationException(OwnFailures.Recent()[^1]);
    }

    private static void UseHeaders(SessionSettings settings)
    {
        using var client = new HttpClient();
        foreach (var (name, value) in settings.Otlp!.ReadHeaders())
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        UseEndpoint(settings);
    }

    /// <summary>Makes the exporter, which reads the settings once more.</summary>
    private static void UseEndpoint(SessionSettings settings)
    {
        _ = settings.Otlp!.Address;
        var options = OtlpOptions.Create(settings.Otlp, settings.Timeout);
        using var http = OtlpHttpClient.Use(options, settings.Otlp);
        using var exporter = new OtlpTraceExporter(options);
    }

    private static List<OtelSpan> ReadTraceFile(string line, out string path)
    {
        path = Path.Combine(Path.GetTempPath(), $"awsotel-fuzz-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.jsonl");
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(line));
        return TraceFile.Read(path, out _);
    }

    private static void ReadTraceFile(string line)
    {
        ReadTraceFile(line, out var path);
        File.Delete(path);
    }

    private static void DrawTraceFile(string line)
    {
        var spans = ReadTraceFile(line, out var path);
        File.Delete(path);
        foreach (var span in spans)
        {
            foreach (var drawn in TraceDrawing.Draw(spans, span.TraceId, width: 1 + line.Length % 80, colored: true))
                _ = drawn.Length;
        }
    }
}
