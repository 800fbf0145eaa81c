using System.Management.Automation;
using System.Runtime.CompilerServices;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>
/// Puts the derived type in the place of an AWS cmdlet each time that its name is looked up in a runspace. PowerShell raises the event for
/// every execution of a command name, in every module and function, and swallows what a handler throws.
/// </summary>
internal sealed class CommandHook
{
    private readonly CommandInvocationIntrinsics _commands;
    private readonly EventHandler<CommandLookupEventArgs> _handler;

    /// <summary>
    /// The replacement for each command seen. By command and not by type: a module may be imported with a prefix, or again.
    /// </summary>
    private readonly ConditionalWeakTable<CmdletInfo, Replacement> _replacements = [];

    private CommandHook(CommandInvocationIntrinsics commands)
    {
        _commands = commands;
        _handler = OnLookup;
    }

    /// <param name="commands">Of the runspace's session state. A cmdlet's own InvokeCommand is another instance, on which the event has no effect.</param>
    public static CommandHook Attach(CommandInvocationIntrinsics commands)
    {
        var hook = new CommandHook(commands);
        commands.PostCommandLookupAction = (EventHandler<CommandLookupEventArgs>?)Delegate.Combine(commands.PostCommandLookupAction, hook._handler);
        return hook;
    }

    /// <summary>Takes our own delegate away; what others have set stays.</summary>
    public void Detach() =>
        _commands.PostCommandLookupAction = (EventHandler<CommandLookupEventArgs>?)Delegate.Remove(_commands.PostCommandLookupAction, _handler);

    private void OnLookup(object? sender, CommandLookupEventArgs lookup)
    {
        try
        {
            FaultPoint.Reach("look up a cmdlet");
            var command = lookup.Command;
            if (command is AliasInfo alias)
                command = alias.ResolvedCommand;
            if (command is not CmdletInfo cmdlet)
                return;
            if (!_replacements.TryGetValue(cmdlet, out var replacement))
            {
                replacement = new Replacement(DerivedCmdlet.Of(cmdlet.ImplementingType) is { } derived ? DerivedCmdletInfo.Create(cmdlet, derived) : null);
                _replacements.AddOrUpdate(cmdlet, replacement);
            }

            if (replacement.Command is { } derivedCommand)
                lookup.Command = derivedCommand;
        }
        catch (Exception e)
        {
            OwnFailures.Record("look up a cmdlet", e);
        }
    }

    /// <param name="Command">Null for a cmdlet that is not AWS's.</param>
    private sealed record Replacement(CmdletInfo? Command);
}
