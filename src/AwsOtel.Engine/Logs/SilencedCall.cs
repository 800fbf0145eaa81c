using System.Management.Automation;
using System.Management.Automation.Language;

namespace AwsOtel.Engine.Logs;

/// <summary>
/// Whether a call was told not to show its errors, by its own words: an error's record says where the call stands, and not what was bound. What
/// comes by splatting or from a variable is not known.
/// </summary>
internal static class SilencedCall
{
    /// <summary>The text of a call, all its lines. PowerShell has it since 7.4; the reference that is compiled with does not.</summary>
    private static readonly Func<InvocationInfo, string>? Statement =
        typeof(InvocationInfo).GetProperty("Statement")?.GetMethod?.CreateDelegate<Func<InvocationInfo, string>>();

    public static bool Is(InvocationInfo? call) => call is not null && Is(Statement?.Invoke(call));

    /// <param name="call">The text of the call.</param>
    public static bool Is(string? call)
    {
        if (call is null || call.IndexOf('-', StringComparison.Ordinal) < 0)
            return false;
        if (Parser.ParseInput(call, out _, out _).Find(static part => part is CommandAst, searchNestedScriptBlocks: false) is not CommandAst command)
            return false;
        for (var i = 1; i < command.CommandElements.Count; i++)
        {
            if (command.CommandElements[i] is CommandParameterAst parameter && IsErrorAction(parameter.ParameterName))
                return IsSilent(parameter.Argument ?? (i + 1 < command.CommandElements.Count ? command.CommandElements[i + 1] as ExpressionAst : null));
        }

        return false;
    }

    public static bool IsSilent(object? preference) =>
        preference is not null && LanguagePrimitives.TryConvertTo(preference, out ActionPreference action) && action is ActionPreference.SilentlyContinue or ActionPreference.Ignore;

    /// <summary>The name, its alias, or so much of it that it is no other common parameter.</summary>
    private static bool IsErrorAction(string name) =>
        name.Equals("ea", StringComparison.OrdinalIgnoreCase) || name.Length > "Error".Length && "ErrorAction".StartsWith(name, StringComparison.OrdinalIgnoreCase);

    private static bool IsSilent(ExpressionAst? argument) => argument is ConstantExpressionAst constant && IsSilent(constant.Value);
}
