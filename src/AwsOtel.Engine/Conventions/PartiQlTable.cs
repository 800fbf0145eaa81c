using System.Collections;
using System.Text.RegularExpressions;

namespace AwsOtel.Engine.Conventions;

/// <summary>
/// Tells the table of a PartiQL statement, and nothing else of it: statements may carry literals.
/// See <see href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html"/>.
/// </summary>
internal static partial class PartiQlTable
{
    public static object? ReadList(object statements) => Value.TextList(Tables(statements));

    public static object? ReadOnlyOne(object statements) => Value.OnlyOne(Tables(statements));

    private static List<object> Tables(object statements)
    {
        var tables = new List<object>();
        if (statements is string single)
            Add(tables, single);
        else if (statements is IEnumerable several)
        {
            foreach (var statement in several)
                Add(tables, statement as string ?? "");
        }

        return tables;
    }

    private static void Add(List<object> tables, string statement)
    {
        var match = TableName().Match(statement);
        if (match.Success)
            tables.Add(match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["bare"].Value);
    }

    // Anchored to the statement's beginning, so that a literal that reads like a statement is never taken for one.
    [GeneratedRegex("""^\s*(?:SELECT\s[^']*?\sFROM|INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(?:"(?<quoted>[A-Za-z0-9_.\-]+)"|(?<bare>[A-Za-z0-9_\-]+))""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 100)]
    private static partial Regex TableName();
}
