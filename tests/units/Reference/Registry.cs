using AwsOtel.Tests.Support;

namespace AwsOtel.Tests.Reference;

/// <summary>OpenTelemetry's published registry of attributes, version 1.44: tests/fixtures/semconv-1.44-attributes.tsv.</summary>
internal static class Registry
{
    /// <summary>
    /// Deprecated or moved names that are written on purpose: the rpc.* names before OTEL_SEMCONV_STABILITY_OPT_IN, those of -LegacyAttribute,
    /// and GenAI's, which have a registry of their own.
    /// </summary>
    private static readonly Dictionary<string, string> Kept = new(StringComparer.Ordinal)
    {
        ["rpc.system"] = "string",
        ["rpc.service"] = "string",
        ["aws.region"] = "string",
        ["http.status_code"] = "int",
        ["gen_ai.operation.name"] = "string",
        ["gen_ai.provider.name"] = "string",
        ["gen_ai.request.model"] = "string",
        ["gen_ai.usage.input_tokens"] = "int",
        ["gen_ai.usage.output_tokens"] = "int",
    };

    private static readonly Lazy<Dictionary<string, string>> Published = new(Read);

    /// <summary>The type that a name must have: of the registry, of the names kept, or of our own list; null for an unknown name.</summary>
    public static string? TypeOf(string name)
    {
        if (Published.Value.TryGetValue(name, out var type) || Kept.TryGetValue(name, out type))
            return type;
        return OwnAttributes.Has(name) ? OwnAttributes.Get(name).Type : null;
    }

    public static bool IsPublished(string name) => Published.Value.ContainsKey(name);

    /// <summary>A value's type in the registry's words.</summary>
    public static string TypeOfValue(object value) => value switch
    {
        string => "string",
        bool => "boolean",
        int or long => "int",
        double => "double",
        string[] => "string[]",
        long[] or int[] => "int[]",
        double[] => "double[]",
        bool[] => "boolean[]",
        _ => value.GetType().Name,
    };

    private static Dictionary<string, string> Read()
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(Checkout.Root, "tests", "fixtures", "semconv-1.44-attributes.tsv")).Skip(1))
        {
            var columns = line.Split('\t');
            if (columns[3] != "deprecated")
                types[columns[0]] = columns[1].Replace("(enum)", "", StringComparison.Ordinal);
        }

        return types;
    }
}
