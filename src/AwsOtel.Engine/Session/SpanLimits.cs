using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AwsOtel.Engine.Session;

/// <summary>
/// How long and how many the parts of a span may be. See
/// <see href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#attribute-limits"/>. OpenTelemetry's exporter
/// follows the same variables; here they hold for every exporter, and a cut never halves a character.
/// </summary>
internal sealed record SpanLimits(int? ValueLength, int AttributeCount, int EventCount, int LinkCount, int EventAttributeCount, int LinkAttributeCount)
{
    private const int DefaultCount = 128;

    public static readonly SpanLimits Default = new(null, DefaultCount, DefaultCount, DefaultCount, DefaultCount, DefaultCount);

    /// <summary>The limits of the process's pipeline.</summary>
    public static SpanLimits Current { get; set; } = Default;

    /// <summary>What is no whole number is passed over, as OpenTelemetry's exporter does.</summary>
    public static SpanLimits Read(Func<string, string?> environment)
    {
        var attributes = Number(EnvironmentVariable.SpanAttributeCountLimit) ?? Number(EnvironmentVariable.AttributeCountLimit) ?? DefaultCount;
        return new SpanLimits(
            Number(EnvironmentVariable.SpanAttributeValueLengthLimit) ?? Number(EnvironmentVariable.AttributeValueLengthLimit),
            attributes,
            Number(EnvironmentVariable.SpanEventCountLimit) ?? DefaultCount,
            Number(EnvironmentVariable.SpanLinkCountLimit) ?? DefaultCount,
            Number(EnvironmentVariable.EventAttributeCountLimit) ?? attributes,
            Number(EnvironmentVariable.LinkAttributeCountLimit) ?? attributes);

        int? Number(string variable) =>
            int.TryParse(environment(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>A text, or as much of it as is allowed.</summary>
    public string Cut(string text) => ValueLength is { } length ? CharacterBorder.Cut(text, length) : text;

    /// <summary>Cuts the values of a span's attributes. Those of its events are cut where the events are made: nothing changes them afterwards.</summary>
    public void Cut(Activity span)
    {
        if (ValueLength is null)
            return;
        List<KeyValuePair<string, object>>? changed = null;
        foreach (ref readonly var tag in span.EnumerateTagObjects())
        {
            if (Cut(tag.Value) is { } value && !ReferenceEquals(value, tag.Value))
                (changed ??= []).Add(new(tag.Key, value));
        }

        foreach (var (key, value) in changed ?? [])
            span.SetTag(key, value);
    }

    /// <summary>The value of an attribute: a text, or each of several, as much of it as is allowed.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public object? Cut(object? value) => value switch
    {
        string text => Cut(text),
        string[] texts when Array.Exists(texts, text => text?.Length > ValueLength) => Array.ConvertAll(texts, text => text is null ? null : Cut(text)),
        _ => value,
    };
}
