using System.Collections;
using AwsOtel.Engine.Session;
using Xunit;

namespace AwsOtel.Tests.Session;

/// <summary>Every value that cannot be used: the error's id, the parameter, and a message that names the place that it came from.</summary>
public sealed class BadSettingTests
{
    private const string Grpc = "http://127.0.0.1:4317";

    public static TheoryData<BadSetting> Rows =>
    [
        new BadSetting("InvalidEndpoint", "Endpoint", "-Endpoint", new() { Endpoint = "localhost:4317" }),
        new BadSetting("InvalidEndpoint", "Endpoint", "-Endpoint", new() { Endpoint = "not an address" }),
        new BadSetting("InvalidEndpoint", "Endpoint", "-Endpoint", new() { Endpoint = "ftp://localhost" }),
        new BadSetting("InvalidEndpoint", "Endpoint", "-Endpoint", new() { Endpoint = "http://:secret-1@localhost:4317" }),
        new BadSetting("InvalidEndpoint", "Endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT", new(), "OTEL_EXPORTER_OTLP_ENDPOINT=localhost"),
        new BadSetting("InvalidEndpoint", "Endpoint", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", new(), "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=localhost"),
        new BadSetting("InvalidProtocol", "Protocol", "OTEL_EXPORTER_OTLP_PROTOCOL", new() { Endpoint = Grpc }, "OTEL_EXPORTER_OTLP_PROTOCOL=http/json"),
        new BadSetting("InvalidProtocol", "Protocol", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", new() { Endpoint = Grpc }, "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=carrier pigeon"),
        new BadSetting("InvalidExporter", "Exporter", "-Exporter", new() { Exporter = [OtelExporter.None, OtelExporter.Memory] }),
        new BadSetting("InvalidExporter", "Exporter", "OTEL_TRACES_EXPORTER", new(), "OTEL_TRACES_EXPORTER=zipkin"),
        new BadSetting("InvalidExporter", "Exporter", "OTEL_TRACES_EXPORTER", new(), "OTEL_TRACES_EXPORTER=otlp,none"),
        new BadSetting("InvalidExporter", "Exporter", "OTEL_TRACES_EXPORTER", new(), "OTEL_TRACES_EXPORTER=,"),
        new BadSetting("InvalidSampleRatio", "SampleRatio", "-SampleRatio", new() { SampleRatio = 1.01 }),
        new BadSetting("InvalidSampleRatio", "SampleRatio", "-SampleRatio", new() { SampleRatio = -0.5 }),
        new BadSetting("InvalidSampleRatio", "SampleRatio", "-SampleRatio", new() { SampleRatio = double.NaN }),
        new BadSetting("InvalidSampleRatio", "SampleRatio", "OTEL_TRACES_SAMPLER", new(), "OTEL_TRACES_SAMPLER=jaeger_remote"),
        new BadSetting("InvalidSampleRatio", "SampleRatio", "OTEL_TRACES_SAMPLER_ARG", new(), "OTEL_TRACES_SAMPLER=traceidratio;OTEL_TRACES_SAMPLER_ARG=half"),
        new BadSetting("InvalidSampleRatio", "SampleRatio", "OTEL_TRACES_SAMPLER_ARG", new(), "OTEL_TRACES_SAMPLER=traceidratio;OTEL_TRACES_SAMPLER_ARG=1,5"),
        new BadSetting("InvalidSampleRatio", "SampleRatio", "OTEL_TRACES_SAMPLER_ARG", new(), "OTEL_TRACES_SAMPLER=parentbased_traceidratio;OTEL_TRACES_SAMPLER_ARG=NaN"),
        new BadSetting("InvalidParent", "Parent", "-Parent", new() { Parent = "00-abc-def-01" }),
        new BadSetting("InvalidParent", "Parent", "-Parent", new() { Parent = "00-00000000000000000000000000000000-b7ad6b7169203331-01" }),
        new BadSetting("InvalidParent", "Parent", "-Parent", new() { Parent = "" }),
        new BadSetting("InvalidParent", "Parent", "-Parent", new() { Parent = 5 }),
        new BadSetting("InvalidParent", "Parent", "-Parent", new() { Parent = DateTime.UnixEpoch }),
        new BadSetting("InvalidParent", "Parent", "-Parent", new() { Parent = new Hashtable { ["traceparent"] = "secret-1" } }),
        new BadSetting("InvalidParent", "Parent", "-Parent", new() { Parent = new Hashtable { ["b3"] = "secret-1" }, Propagator = ["b3"] }),
        new BadSetting("InvalidParent", "Parent", "-Parent", new() { Parent = new Hashtable { ["X-Amzn-Trace-Id"] = new[] { "secret-1" } }, Propagator = ["xray"] }),
        new BadSetting("InvalidTimeoutSec", "TimeoutSec", "-TimeoutSec", new() { TimeoutSec = 0 }),
        new BadSetting("InvalidTimeoutSec", "TimeoutSec", "-TimeoutSec", new() { TimeoutSec = -1 }),
        new BadSetting("InvalidTimeoutSec", "TimeoutSec", "OTEL_EXPORTER_OTLP_TIMEOUT", new(), "OTEL_EXPORTER_OTLP_TIMEOUT=soon"),
        new BadSetting("InvalidTimeoutSec", "TimeoutSec", "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", new(), "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT=1.5"),
        new BadSetting("InvalidTimeoutSec", "TimeoutSec", "OTEL_EXPORTER_OTLP_LOGS_TIMEOUT", new() { LogExporter = [OtelLogExporter.Otlp] }, "OTEL_EXPORTER_OTLP_LOGS_TIMEOUT=soon"),
        new BadSetting("InvalidHeader", "Header", "-Header", new() { Endpoint = Grpc, Header = new Hashtable { [""] = "secret-1" } }),
        new BadSetting("InvalidHeader", "Header", "-Header", new() { Endpoint = Grpc, Header = new Hashtable { ["a b"] = "secret-1" } }),
        new BadSetting("InvalidHeader", "Header", "-Header", new() { Endpoint = Grpc, Header = new Hashtable { ["api-key"] = "secret-1\nX: y" } }),
        new BadSetting("InvalidHeader", "Header", "-Header", new() { Endpoint = Grpc, Header = new Hashtable { ["api-key"] = null } }),
        new BadSetting("InvalidHeader", "Header", "-Header", new() { Endpoint = Grpc, Header = new Hashtable { ["api-key"] = " " } }),
        new BadSetting("InvalidHeader", "Header", "OTEL_EXPORTER_OTLP_HEADERS", new() { Endpoint = Grpc }, "OTEL_EXPORTER_OTLP_HEADERS=secret-1"),
        new BadSetting("InvalidHeader", "Header", "OTEL_EXPORTER_OTLP_HEADERS", new() { Endpoint = Grpc }, "OTEL_EXPORTER_OTLP_HEADERS=a=secret-1,=secret-1"),
        new BadSetting("InvalidHeader", "Header", "OTEL_EXPORTER_OTLP_TRACES_HEADERS", new() { Endpoint = Grpc }, "OTEL_EXPORTER_OTLP_TRACES_HEADERS=api-key="),
        new BadSetting("InvalidCompression", "Compression", "OTEL_EXPORTER_OTLP_COMPRESSION", new() { Endpoint = Grpc }, "OTEL_EXPORTER_OTLP_COMPRESSION=brotli"),
        new BadSetting("InvalidCompression", "Compression", "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", new() { Endpoint = Grpc }, "OTEL_EXPORTER_OTLP_COMPRESSION=gzip;OTEL_EXPORTER_OTLP_TRACES_COMPRESSION=zip"),
        new BadSetting("InvalidResourceAttribute", "ResourceAttribute", "OTEL_RESOURCE_ATTRIBUTES", new(), "OTEL_RESOURCE_ATTRIBUTES=a=1,b"),
        new BadSetting("InvalidResourceAttribute", "ResourceAttribute", "OTEL_RESOURCE_ATTRIBUTES", new(), "OTEL_RESOURCE_ATTRIBUTES==1"),
        new BadSetting("InvalidResourceAttribute", "ResourceAttribute", "-ResourceAttribute", new() { ResourceAttribute = new Hashtable { [" "] = "x" } }),
        new BadSetting("InvalidResourceAttribute", "ResourceAttribute", "-ResourceAttribute", new() { ResourceAttribute = new Hashtable { ["a"] = null } }),
        new BadSetting("InvalidResourceAttribute", "ResourceAttribute", "-ResourceAttribute", new() { ResourceAttribute = new Hashtable { ["a"] = new object() } }),
        new BadSetting("InvalidIncludeOperation", "IncludeOperation", "-IncludeOperation", new() { IncludeOperation = ["HeadObject"] }),
        new BadSetting("InvalidExcludeOperation", "ExcludeOperation", "-ExcludeOperation", new() { ExcludeOperation = ["S3.Head*", " "] }),
        new BadSetting("InvalidRecordParameter", "RecordParameter", "-RecordParameter", new() { RecordParameter = ["SessionToken"] }),
        new BadSetting("InvalidRedactAttribute", "RedactAttribute", "-RedactAttribute", new() { RedactAttribute = [""] }),
        new BadSetting("InvalidRedactPattern", "RedactPattern", "-RedactPattern", new() { RedactPattern = ["["] }),
        new BadSetting("InvalidRedactPattern", "RedactPattern", "-RedactPattern", new() { RedactPattern = [".*"] }),
        new BadSetting("InvalidKeepWhen", "KeepWhen", "-KeepWhen", new() { KeepWhen = [OtelKeepWhen.Failed, OtelKeepWhen.Slow] }),
        new BadSetting("InvalidSlowerThan", "SlowerThan", "-SlowerThan", new() { SlowerThan = "30s" }),
        new BadSetting("InvalidSlowerThan", "SlowerThan", "-SlowerThan", new() { KeepWhen = [OtelKeepWhen.Failed], SlowerThan = "30s" }),
        new BadSetting("InvalidSlowerThan", "SlowerThan", "-SlowerThan", new() { KeepWhen = [OtelKeepWhen.Slow], SlowerThan = "soon" }),
        new BadSetting("InvalidSlowerThan", "SlowerThan", "-SlowerThan", new() { KeepWhen = [OtelKeepWhen.Slow], SlowerThan = "30 days" }),
        new BadSetting("InvalidSlowerThan", "SlowerThan", "-SlowerThan", new() { KeepWhen = [OtelKeepWhen.Slow], SlowerThan = -1 }),
        new BadSetting("InvalidSlowerThan", "SlowerThan", "-SlowerThan", new() { KeepWhen = [OtelKeepWhen.Slow], SlowerThan = double.NaN }),
        new BadSetting("InvalidSlowerThan", "SlowerThan", "-SlowerThan", new() { KeepWhen = [OtelKeepWhen.Slow], SlowerThan = TimeSpan.FromSeconds(-1) }),
        new BadSetting("InvalidSlowerThan", "SlowerThan", "-SlowerThan", new() { KeepWhen = [OtelKeepWhen.Slow], SlowerThan = new object() }),
        new BadSetting("InvalidPath", "Path", "-Path", new() { Path = Path.GetTempPath() }),
        new BadSetting("InvalidPath", "Path", "-Path", new() { Path = Path.Combine(typeof(BadSettingTests).Assembly.Location, "trace.jsonl") }),
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_value_that_cannot_be_used_is_an_error_that_names_its_place(BadSetting row)
    {
        var error = Assert.Throws<SettingException>(row.Read);

        Assert.Equal((row.ErrorId, row.Parameter), (error.ErrorId, error.ParamName));
        Assert.StartsWith(row.Place + ":", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message + error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_headers_are_not_in_the_text_of_the_settings()
    {
        var settings = SettingsReader.Read(new SessionRequest { Endpoint = Grpc, Header = new Hashtable { ["api-key"] = "secret-1" } }, static _ => null);

        Assert.DoesNotContain("secret", settings.Otlp!.ToString(), StringComparison.Ordinal);
    }
}
