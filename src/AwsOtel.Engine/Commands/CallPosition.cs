using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace AwsOtel.Engine.Commands;

/// <summary>
/// The place of a call that stands in a script already, with a text of its own: errors point to the line that the user wrote, and a parameter
/// that ends up in <c>$args</c> reads as it was typed.
/// </summary>
internal sealed class CallPosition(IScriptExtent call, string text) : IScriptExtent
{
    public string Text { get; } = text;

    /// <summary>The statement of the script that is being run now; null where there is none, as when a host calls a cmdlet by its API.</summary>
    public static IScriptExtent? OfStatement()
    {
        foreach (var frame in Runspace.DefaultRunspace.Debugger.GetCallStack())
            return frame.Position is { StartLineNumber: > 0 } position ? position : null;
        return null;
    }

    public string? File => call.File;

    public IScriptPosition StartScriptPosition => call.StartScriptPosition;

    public IScriptPosition EndScriptPosition => call.EndScriptPosition;

    public int StartLineNumber => call.StartLineNumber;

    public int StartColumnNumber => call.StartColumnNumber;

    public int EndLineNumber => call.EndLineNumber;

    public int EndColumnNumber => call.EndColumnNumber;

    public int StartOffset => call.StartOffset;

    public int EndOffset => call.EndOffset;
}
