using System.Security.Cryptography;
using System.Text;

namespace AwsOtel.Engine.Traces.Report;

/// <summary>The sources of the report's page, which are resources of this assembly.</summary>
internal static class ReportParts
{
    /// <summary>In the order in which they are put together: what is used by one of them stands before it.</summary>
    private static readonly string[] Styles = ["report.css", "waterfall.css", "detail.css", "totals.css"];
    private static readonly string[] Scripts = ["format.js", "tree.js", "axis.js", "grid.js", "detail.js", "totals.js", "theme.js", "tabs.js", "main.js"];

    public static string Page { get; } = Read("report.html");

    public static string Style { get; } = string.Concat(Styles.Select(Read));

    public static string Script { get; } = "'use strict';\n(() => {\n" + string.Concat(Scripts.Select(Read)) + "})();\n";

    /// <summary>
    /// The page runs its own script and style and nothing else, loads nothing and sends nothing.
    /// See <see href="https://www.w3.org/TR/CSP3/"/>.
    /// </summary>
    public static string Policy { get; } = $"default-src 'none'; script-src {Hash(Script)}; style-src {Hash(Style)}; base-uri 'none'; form-action 'none'";

    private static string Hash(string source) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(source)))}'";

    private static string Read(string name)
    {
        using var source = typeof(ReportParts).Assembly.GetManifestResourceStream("Report/" + name)!;
        using var text = new StreamReader(source);
        // A browser hashes what it has read, and it reads every end of line as this one.
        return text.ReadToEnd().ReplaceLineEndings("\n");
    }
}
