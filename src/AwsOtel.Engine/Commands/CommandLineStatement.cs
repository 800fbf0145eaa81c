using System.Management.Automation.Language;

namespace AwsOtel.Engine.Commands;

/// <summary>Tells whether a statement is the last statement of <c>pwsh -Command "…"</c>: what it ends with, the process ends with.</summary>
internal static class CommandLineStatement
{
    public static bool IsLast(IScriptExtent statement) =>
        statement.File is null
        && statement.EndScriptPosition?.GetFullScript() is { } text
        && statement.EndOffset <= text.Length
        && text.AsSpan(statement.EndOffset).Trim(" \t\r\n;").IsEmpty
        && IsCommandOf(Environment.GetCommandLineArgs(), text);

    /// <summary>By the text itself: what is typed at a prompt after <c>-NoExit</c> is no command of the command line.</summary>
    internal static bool IsCommandOf(string[] arguments, string text)
    {
        for (var i = 0; i < arguments.Length - 1; i++)
        {
            if (IsNamed(arguments[i], "noexit", shortest: 3))
                return false;
            if (IsNamed(arguments[i], "command", shortest: 1))
                return string.Join(' ', arguments[(i + 1)..]) == text;
            if (IsNamed(arguments[i], "commandwithargs", shortest: 15) || arguments[i].TrimStart('-', '/').Equals("cwa", StringComparison.OrdinalIgnoreCase))
                return arguments[i + 1] == text;
        }

        return false;
    }

    /// <summary>pwsh takes its parameters abbreviated, in any case, after one dash, two or a slash.</summary>
    private static bool IsNamed(string argument, string name, int shortest)
    {
        var typed = argument.AsSpan().TrimStart("-/");
        return typed.Length < argument.Length && typed.Length >= shortest && name.AsSpan().StartsWith(typed, StringComparison.OrdinalIgnoreCase);
    }
}
