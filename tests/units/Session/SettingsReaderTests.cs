using System.Collections;
using System.Diagnostics;
using AwsOtel.Engine.Session;
using Xunit;

namespace AwsOtel.Tests.Session;

/// <summary>Each setting from its three places: the parameter wins over the variable, the variable over the default.</summary>
public sealed class SettingsReaderTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string OtherParent = "00-11111111111111111111111111111111-2222222222222222-00";
    private const string Grpc = "http://127.0.0.1:4317";

    /// <summary>What is asked, the environment, the setting, and its value with its source.</summary>
    public static TheoryData<SettingRow> Rows =>
    [
        new SettingRow("Name", new() { Name = "typed", ScriptPath = "/s/run.ps1" }, "", "typed", "parameter"),
        new SettingRow("Name", new() { ScriptPath = "/s/run.ps1" }, "", "run.ps1", "default"),
        new SettingRow("Name", new(), "", "pwsh", "default"),
        new SettingRow("Name", new() { Name = "get https://h/k?X-Amz-Signature=abc" }, "", "get https://h/k?X-Amz-Signature=[redacted]", "parameter"),

        new SettingRow("ServiceName", new() { ServiceName = "typed", ScriptPath = "/s/run.ps1" }, "OTEL_SERVICE_NAME=variable", "typed", "parameter"),
        new SettingRow("ServiceName", new() { ScriptPath = "/s/run.ps1" }, "OTEL_SERVICE_NAME=variable;OTEL_RESOURCE_ATTRIBUTES=service.name=attribute", "variable", "OTEL_SERVICE_NAME"),
        new SettingRow("ServiceName", new() { ScriptPath = "/s/run.ps1" }, "OTEL_RESOURCE_ATTRIBUTES=service.name=attribute", "attribute", "OTEL_RESOURCE_ATTRIBUTES"),
        new SettingRow("ServiceName", new() { ScriptPath = "/s/run.ps1" }, "", "run", "default"),
        new SettingRow("ServiceName", new() { Name = "typed" }, "", "pwsh", "default"),
        new SettingRow("ServiceName", new(), "OTEL_SERVICE_NAME=http://u:p@h", "http://[redacted]@h", "OTEL_SERVICE_NAME"),

        new SettingRow("Exporter", new() { Exporter = [OtelExporter.Memory, OtelExporter.Console, OtelExporter.Memory] }, "OTEL_TRACES_EXPORTER=none", "Memory,Console", "parameter"),
        new SettingRow("Exporter", new(), "OTEL_TRACES_EXPORTER=Console, memory", "Console,Memory", "OTEL_TRACES_EXPORTER"),
        new SettingRow("Exporter", new(), "OTEL_TRACES_EXPORTER=none", "None", "OTEL_TRACES_EXPORTER"),
        new SettingRow("Exporter", new() { Endpoint = Grpc }, "", "Otlp", "default"),
        new SettingRow("Exporter", new(), "OTEL_EXPORTER_OTLP_ENDPOINT=" + Grpc, "Otlp", "default"),
        new SettingRow("Exporter", new(), "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=" + Grpc, "Otlp", "default"),
        new SettingRow("Exporter", new(), "OTEL_EXPORTER_OTLP_ENDPOINT= ", "File", "default"),
        new SettingRow("Exporter", new(), "", "File", "default"),

        new SettingRow("Endpoint", new() { Endpoint = "http://typed:4317" }, "OTEL_EXPORTER_OTLP_ENDPOINT=http://variable:4317", "http://typed:4317/", "parameter"),
        new SettingRow("Endpoint", new(), "OTEL_EXPORTER_OTLP_ENDPOINT=http://general:4317;OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://own:4317", "http://own:4317/", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"),
        new SettingRow("Endpoint", new(), "OTEL_EXPORTER_OTLP_ENDPOINT=http://general:4317", "http://general:4317/", "OTEL_EXPORTER_OTLP_ENDPOINT"),
        new SettingRow("Endpoint", new(), "OTEL_TRACES_EXPORTER=otlp", "http://localhost:4317/", "default"),
        new SettingRow("Endpoint", new(), "OTEL_TRACES_EXPORTER=otlp;OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "http://localhost:4318/v1/traces", "default"),
        new SettingRow("Endpoint", new() { Endpoint = "http://c:4318" }, "", "http://c:4318/v1/traces", "parameter"),
        new SettingRow("Endpoint", new() { Endpoint = "http://c:4318/" }, "", "http://c:4318/v1/traces", "parameter"),
        new SettingRow("Endpoint", new() { Endpoint = "https://c/otlp/", Protocol = OtelProtocol.HttpProtobuf }, "", "https://c/otlp/v1/traces", "parameter"),
        new SettingRow("Endpoint", new() { Endpoint = "https://c/otlp/v1/traces", Protocol = OtelProtocol.HttpProtobuf }, "", "https://c/otlp/v1/traces", "parameter"),
        new SettingRow("Endpoint", new() { Endpoint = "https://c/otlp?key=1", Protocol = OtelProtocol.HttpProtobuf }, "", "https://c/otlp/v1/traces?key=1", "parameter"),
        new SettingRow("Endpoint", new() { Endpoint = "http://c:4318", Protocol = OtelProtocol.Grpc }, "", "http://c:4318/", "parameter"),
        new SettingRow("Endpoint", new(), "OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318/base", "http://c:4318/base/v1/traces", "OTEL_EXPORTER_OTLP_ENDPOINT"),
        new SettingRow("Endpoint", new(), "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://c:4318", "http://c:4318/", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"),
        new SettingRow("Endpoint", new(), "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://c:4318/mine", "http://c:4318/mine", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"),

        new SettingRow("Protocol", new() { Endpoint = "http://c:4318", Protocol = OtelProtocol.Grpc }, "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "Grpc", "parameter"),
        new SettingRow("Protocol", new() { Endpoint = Grpc }, "OTEL_EXPORTER_OTLP_PROTOCOL=grpc;OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf", "HttpProtobuf", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"),
        new SettingRow("Protocol", new() { Endpoint = Grpc }, "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "HttpProtobuf", "OTEL_EXPORTER_OTLP_PROTOCOL"),
        new SettingRow("Protocol", new() { Endpoint = "http://c:4318" }, "", "HttpProtobuf", "default"),
        new SettingRow("Protocol", new() { Endpoint = Grpc }, "", "Grpc", "default"),
        new SettingRow("Protocol", new() { Endpoint = "http://c:9999" }, "", "Grpc", "default"),

        new SettingRow("Header", new() { Endpoint = Grpc, Header = new Dictionary<string, string> { ["api-key"] = "a b,c=d%" } }, "OTEL_EXPORTER_OTLP_HEADERS=x=y", "api-key=a%20b%2Cc%3Dd%25", "parameter"),
        new SettingRow("Header", new() { Endpoint = Grpc }, "OTEL_EXPORTER_OTLP_HEADERS=x=y;OTEL_EXPORTER_OTLP_TRACES_HEADERS=a=b%20c,d=e", "a=b%20c,d=e", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"),
        new SettingRow("Header", new() { Endpoint = Grpc }, "OTEL_EXPORTER_OTLP_HEADERS=x=y", "x=y", "OTEL_EXPORTER_OTLP_HEADERS"),
        new SettingRow("Header", new() { Endpoint = Grpc }, "", "", "default"),

        new SettingRow("ResourceAttribute", new(), "OTEL_RESOURCE_ATTRIBUTES=a=1%2C2, b = x%20y=z ,c=ä", "a=1,2|b=x y=z|c=ä", "OTEL_RESOURCE_ATTRIBUTES"),
        new SettingRow("ResourceAttribute", new() { ResourceAttribute = new Dictionary<string, object> { ["b"] = 5, ["d"] = true, ["e"] = 1.5 } }, "OTEL_RESOURCE_ATTRIBUTES=a=1,b=2", "a=1|b=5|d=True|e=1.5", "parameter"),
        new SettingRow("ResourceAttribute", new(), "OTEL_RESOURCE_ATTRIBUTES=proxy=http://u:p%40q@h", "proxy=http://[redacted]@h", "OTEL_RESOURCE_ATTRIBUTES"),
        new SettingRow("ResourceAttribute", new(), "", "", "default"),

        new SettingRow("SampleRatio", new() { SampleRatio = 0.25 }, "OTEL_TRACES_SAMPLER=always_off", "0.25 parent", "parameter"),
        new SettingRow("SampleRatio", new() { SampleRatio = 0 }, "", "0 parent", "parameter"),
        new SettingRow("SampleRatio", new(), "OTEL_TRACES_SAMPLER=always_on", "1", "OTEL_TRACES_SAMPLER"),
        new SettingRow("SampleRatio", new(), "OTEL_TRACES_SAMPLER=always_off", "0", "OTEL_TRACES_SAMPLER"),
        new SettingRow("SampleRatio", new(), "OTEL_TRACES_SAMPLER=TraceIdRatio;OTEL_TRACES_SAMPLER_ARG=0.1", "0.1", "OTEL_TRACES_SAMPLER"),
        new SettingRow("SampleRatio", new(), "OTEL_TRACES_SAMPLER=traceidratio", "1", "OTEL_TRACES_SAMPLER"),
        new SettingRow("SampleRatio", new(), "OTEL_TRACES_SAMPLER=parentbased_always_on", "1 parent", "OTEL_TRACES_SAMPLER"),
        new SettingRow("SampleRatio", new(), "OTEL_TRACES_SAMPLER=parentbased_always_off", "0 parent", "OTEL_TRACES_SAMPLER"),
        new SettingRow("SampleRatio", new(), "OTEL_TRACES_SAMPLER=parentbased_traceidratio;OTEL_TRACES_SAMPLER_ARG=0.5", "0.5 parent", "OTEL_TRACES_SAMPLER"),
        new SettingRow("SampleRatio", new(), "OTEL_TRACES_SAMPLER_ARG=0.5", "1 parent", "default"),

        new SettingRow("Parent", new() { Parent = TraceParent }, "TRACEPARENT=" + OtherParent, TraceParent + " remote", "parameter"),
        new SettingRow("Parent", new(), "TRACEPARENT=" + OtherParent, OtherParent + " remote", "TRACEPARENT"),
        new SettingRow("Parent", new(), $"TRACEPARENT={TraceParent};TRACESTATE=a=1,b=2", TraceParent + " remote a=1,b=2", "TRACEPARENT"),
        new SettingRow("Parent", new(), "", "none", "default"),
        new SettingRow("Parent", new() { Parent = new Hashtable() }, "TRACEPARENT=" + OtherParent, "none", "default"),
        new SettingRow("Parent", new(), "OTEL_PROPAGATORS=b3;TRACEPARENT=" + OtherParent, OtherParent + " remote", "TRACEPARENT"),
        new SettingRow("Parent", new(), "OTEL_PROPAGATORS=none;TRACEPARENT=" + OtherParent, "none", "default"),

        new SettingRow("Propagator", new() { Propagator = ["XRay", "b3,baggage"] }, "OTEL_PROPAGATORS=b3multi", "xray,b3,baggage", "parameter"),
        new SettingRow("Propagator", new(), "OTEL_PROPAGATORS=b3multi, xray", "b3multi,xray", "OTEL_PROPAGATORS"),
        new SettingRow("Propagator", new(), "OTEL_PROPAGATORS=none", "", "OTEL_PROPAGATORS"),
        new SettingRow("Propagator", new(), "", "tracecontext,baggage", "default"),

        new SettingRow("BaggageAttribute", new() { BaggageAttribute = ["user.id", "user.id", " "] }, "", "user.id", "parameter"),
        new SettingRow("BaggageAttribute", new(), "", "inherited", "default"),

        new SettingRow("TimeoutSec", new() { TimeoutSec = 3 }, "OTEL_EXPORTER_OTLP_TIMEOUT=5000", "3000", "parameter"),
        new SettingRow("TimeoutSec", new(), "OTEL_EXPORTER_OTLP_TIMEOUT=5000;OTEL_EXPORTER_OTLP_TRACES_TIMEOUT=700", "700", "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT"),
        new SettingRow("TimeoutSec", new(), "OTEL_EXPORTER_OTLP_TIMEOUT=5000", "5000", "OTEL_EXPORTER_OTLP_TIMEOUT"),
        new SettingRow("TimeoutSec", new(), "", "10000", "default"),
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_setting_is_the_parameter_else_the_variable_else_the_default(SettingRow row)
    {
        var settings = row.Read();

        Assert.Equal(row.Value, Show(settings, row.Setting));
        Assert.Equal(row.Source, settings.Sources[row.Setting]);
        Assert.Empty(settings.Warnings);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_TIMEOUT")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT")]
    public void A_variable_that_no_exporter_follows_may_say_anything(string variable)
    {
        var settings = SettingsReader.Read(
            new SessionRequest { Exporter = [OtelExporter.None] },
            name => name == variable ? "soon" : name == "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT" ? "700" : null);

        Assert.Equal(TimeSpan.FromMilliseconds(700), settings.Timeout);
    }

    [Theory]
    [InlineData("not a traceparent")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01")]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    public void A_malformed_inherited_parent_is_a_warning_and_a_new_trace(string parent)
    {
        var settings = SettingsReader.Read(new SessionRequest { Exporter = [OtelExporter.None] }, name => name == "TRACEPARENT" ? parent : null);

        Assert.Equal(default, settings.Parent);
        Assert.Contains("TRACEPARENT", Assert.Single(settings.Warnings), StringComparison.Ordinal);
        Assert.Equal("default", settings.Sources["Parent"]);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("1", false)]
    [InlineData("false", false)]
    [InlineData(null, false)]
    public void The_SDK_is_disabled_by_the_word_true(string? value, bool expected)
    {
        var request = new SessionRequest { Exporter = [OtelExporter.Memory, OtelExporter.Otlp], MetricExporter = [OtelMetricExporter.Console], LogExporter = [OtelLogExporter.Console] };

        var settings = SettingsReader.Read(request, name => name == "OTEL_SDK_DISABLED" ? value : null);

        Assert.Equal(expected ? [OtelExporter.Memory] : [OtelExporter.Memory, OtelExporter.Otlp], settings.Exporters);
        Assert.Equal(expected ? 0 : 1, settings.MetricExporters.Count);
        Assert.Equal(expected ? 0 : 1, settings.LogExporters.Count);
    }

    private static string? Show(SessionSettings settings, string setting) => setting switch
    {
        "Name" => settings.Name,
        "ServiceName" => settings.ServiceName,
        "Exporter" => string.Join(',', settings.Exporters),
        "Endpoint" => settings.Otlp!.Endpoint.ToString(),
        "Protocol" => settings.Otlp!.Protocol.ToString(),
        "Header" => settings.Otlp!.Headers,
        "ResourceAttribute" => string.Join('|', settings.ResourceAttributes.Select(static pair => FormattableString.Invariant($"{pair.Key}={pair.Value}"))),
        "SampleRatio" => FormattableString.Invariant($"{settings.Sampler.Ratio}{(settings.Sampler.ParentBased ? " parent" : "")}"),
        "Propagator" => string.Join(',', settings.Propagators.Names),
        "BaggageAttribute" => settings.BaggageAttributes is { } names ? string.Join(',', names) : "inherited",
        "Parent" => Show(settings.Parent.Context.ActivityContext),
        "TimeoutSec" => FormattableString.Invariant($"{settings.Timeout.TotalMilliseconds}"),
        _ => null,
    };

    private static string Show(ActivityContext parent)
    {
        if (parent == default)
            return "none";
        var remote = parent.IsRemote ? " remote" : "";
        var state = parent.TraceState is { } given ? " " + given : "";
        return $"00-{parent.TraceId}-{parent.SpanId}-{(int)parent.TraceFlags:x2}{remote}{state}";
    }
}
