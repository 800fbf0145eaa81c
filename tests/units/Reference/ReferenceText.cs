using System.Text;
using AwsOtel.Engine.Conventions;

namespace AwsOtel.Tests.Reference;

/// <summary>The README's reference, made of the same tables that the engine reads.</summary>
internal static class ReferenceText
{
    public static string Render()
    {
        var text = new StringBuilder();
        text.Append("→ from the request, ← from the response. A star marks AwsOtel's own names.\n");
        foreach (var table in ServiceTables.All)
            Append(text, table);
        text.Append("\n| context in messages | operations | member |\n|---|---|---|\n");
        foreach (var (table, row) in ServiceTables.All.SelectMany(static table => table.Carriers.Select(row => (table, row))))
            text.Append($"| {table.ServiceId} | {row.Operations} | → `{row.Member}` |\n");
        foreach (var (table, row) in ServiceTables.All.SelectMany(static table => table.Receives.Select(row => (table, row))))
            text.Append($"| {table.ServiceId} | {row.Operations} | ← asked for by `{row.Names}`, `{row.SystemNames.Split('|')[0]}` |\n");
        text.Append("\n| AwsOtel's own names | type | |\n|---|---|---|\n");
        foreach (var (name, type, meaning) in OwnAttributes.All)
            text.Append($"| `{name}` | {type} | {meaning} |\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, ServiceTable table)
    {
        text.Append($"\n| {table.ServiceId} | type | operations | value |\n|---|---|---|---|\n");
        foreach (var row in table.Fixed)
            Append(text, row.Attribute, row.Operations, $"`{row.Value}`");
        foreach (var name in table.OperationName)
            Append(text, name, Operations.All, "the operation's name");
        foreach (var row in table.Rows)
            Append(text, row.Attribute, row.Operations, Value(row));
        foreach (var row in table.PartialFailures)
            Append(text, "aws.batch.failed_count", row.Operations, $"← `{row.Path}`");
        foreach (var row in table.Failures)
            Append(text, "error.type", row.Operations, $"← `{row.Path}`");
    }

    private static void Append(StringBuilder text, string attribute, string operations, string value) =>
        text.Append($"| `{attribute}`{(OwnAttributes.Has(attribute) ? "*" : "")} | {Registry.TypeOf(attribute)} | {(operations == Operations.All ? "all" : operations)} | {value} |\n");

    private static string Value(AttributeRow row)
    {
        var arrow = row.Side is Side.Response or Side.Received ? "←" : "→";
        return row.Path.Length == 0 ? $"{arrow} computed" : $"{arrow} `{row.Path.Replace("|", "`, `", StringComparison.Ordinal)}`";
    }
}
