using System.Management.Automation;

namespace AwsOtel.Engine.Commands.Completers;

/// <summary>What the Tab key offers for a parameter whose values are known.</summary>
internal static class Completion
{
    /// <summary>Those of the values that begin with the word, or match it where it has wildcards; quoted where they must be.</summary>
    /// <param name="values">The values, each with what to say about it.</param>
    /// <param name="word">What was typed so far, perhaps in quotation marks.</param>
    public static IEnumerable<CompletionResult> Of(IEnumerable<(string Value, string ToolTip)> values, string word)
    {
        var pattern = WildcardPattern.Get(word.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        foreach (var (value, toolTip) in values)
        {
            if (pattern.IsMatch(value))
                yield return new CompletionResult(Quote(value), value, CompletionResultType.ParameterValue, toolTip);
        }
    }

    private static string Quote(string value) =>
        value.All(static c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '/') ? value : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
