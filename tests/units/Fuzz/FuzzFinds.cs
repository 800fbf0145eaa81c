using Xunit;

namespace AwsOtel.Tests.Fuzz;

/// <summary>Inputs that a parser once took wrongly.</summary>
public static class FuzzFinds
{
    public static TheoryData<string, string> All => new()
    {
        { "-Endpoint", "http://\u202E" },
        { "-Endpoint", "http://\u202E.example" },
        { "OTEL_EXPORTER_OTLP_ENDPOINT", "https://:user:secret@collector.example:4318/base?x]]>y" },
        { "OTEL_EXPORTER_OTLP_ENDPOINT", "https://:ecret=@coll4" },
        { "-Endpoint", "https://::user:secret@collector.example:4318/base?x=\u19B6#" },
    };
}
