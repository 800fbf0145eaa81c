using System.Management.Automation;
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

    /// <summary>The replacement for each cmdlet type seen; null for those that are not AWS's.</summary>
    private readonly Dictionary<Type, CmdletInfo?> _replacements = [];

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
            var command = lookup.Command;
            if (command is AliasInfo alias)
                command = alias.ResolvedCommand;
            if (command is not CmdletInfo cmdlet)
                return;
            if (!_replacements.TryGetValue(cmdlet.ImplementingType, out var replacement))
            {
                replacement = DerivedCmdlet.Of(cmdlet.ImplementingType) is { } derived ? DerivedCmdletInfo.Create(cmdlet, derived) : null;
                _replacements.Add(cmdlet.ImplementingType, replacement);
            }

            if (replacement is not null)
                lookup.Command = replacement;
        }
        catch (Exception e)
        {
            OwnFailures.Record("look up a cmdlet", e);
        }
    }
}
