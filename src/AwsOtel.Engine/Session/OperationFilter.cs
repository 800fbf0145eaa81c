using System.IO.Enumeration;

namespace AwsOtel.Engine.Session;

/// <summary>Which operations have spans. Asked once for each operation, when it is first called.</summary>
/// <param name="Included">Wildcards of <c>Service.Operation</c>; empty for all.</param>
/// <param name="Excluded">They win over those included.</param>
internal sealed record OperationFilter(IReadOnlyList<string> Included, IReadOnlyList<string> Excluded)
{
    public static readonly OperationFilter All = new([], []);

    /// <summary>Of the sessions that are on.</summary>
    public static OperationFilter Current { get; set; } = All;

    public bool Allows(string operation) =>
        (Included.Count == 0 || Matches(Included, operation)) && !Matches(Excluded, operation);

    /// <exception cref="SettingException">A pattern can match nothing.</exception>
    public static OperationFilter Read(string[]? included, string[]? excluded, SettingSources sources) =>
        new(Check("IncludeOperation", included, sources), Check("ExcludeOperation", excluded, sources));

    private static string[] Check(string parameter, string[]? patterns, SettingSources sources)
    {
        sources.SetTyped(parameter, patterns is not null);
        if (patterns is null)
            return [];
        foreach (var pattern in patterns)
        {
            if (string.IsNullOrWhiteSpace(pattern) || !pattern.Contains('.') && pattern[0] != '*')
            {
                throw new SettingException("Invalid" + parameter, parameter, pattern,
                    $"-{parameter}: '{pattern}' names no operation. Give Service.Operation as the spans have it; * and ? are allowed: S3.Head*, *.Describe*.");
            }
        }

        return patterns;
    }

    private static bool Matches(IReadOnlyList<string> patterns, string operation)
    {
        foreach (var pattern in patterns)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, operation))
                return true;
        }

        return false;
    }
}
