using System.Management.Automation;
using System.Management.Automation.Language;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Hooks;

/// <summary>The text of a hook: it is compiled again in the runspace of the hooks, where nothing of the script is.</summary>
internal static class HookText
{
    /// <exception cref="SettingException">It asks for a variable of the script, which could only be missed at each call.</exception>
    public static string? Of(ScriptBlock? hook, string parameter) =>
        // A block in it, for a job of its own, may ask for its variables.
        hook?.Ast.Find(static part => part is UsingExpressionAst, searchNestedScriptBlocks: false) is UsingExpressionAst asked
            ? throw new SettingException("Invalid" + parameter, parameter, asked.Extent.Text,
                $"-{parameter}: '{asked.Extent.Text}' is not there, as hooks run in a runspace of their own. Give the value as an environment variable, or in the text: [scriptblock]::Create(\"...\").")
            : hook?.ToString();
}
