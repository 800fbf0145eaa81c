using System.Management.Automation;
using System.Runtime.CompilerServices;
using AwsOtel.Engine.Logs;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>
/// Puts the derived type in the place of an AWS cmdlet each time that its name is looked up in a runspace. PowerShell raises the event for
/// every execution of a command name, in every module and function, and swallows what a handler throws. Where logs are made, so it is with
/// the cmdlets that write to the script's streams.
/// </summary>
internal sealed class CommandHook
{
    private readonly CommandInvocationIntrinsics _commands;
    private readonly EventHandler<CommandLookupEventArgs> _handler;

    /// <summary>
    /// The replacement for each command seen. By command and not by type: a module may be imported with a prefix, or again.
    /// </summary>
    private readonly ConditionalWeakTable<CmdletInfo, Replacement> _replacements = [];

    private CommandHook(SessionState state, CommandInvocationIntrinsics commands)
    {
        _commands = commands;
        Errors = ErrorWatch.Create(state, commands);
        _handler = OnLookup;
    }

    /// <summary>The errors of the runspace; null where none are logged.</summary>
    public ErrorWatch? Errors { get; }

    /// <param name="state">Of the runspace.</param>
    /// <param name="commands">Of the runspace's session state. A cmdlet's own InvokeCommand is another instance, on which the event has no effect.</param>
    public static CommandHook Attach(SessionState state, CommandInvocationIntrinsics commands)
    {
        var hook = new CommandHook(state, commands);
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
            Errors?.LookAtCommand();
            var command = lookup.Command;
            if (command is AliasInfo alias)
                command = alias.ResolvedCommand;
            if (command is not CmdletInfo cmdlet)
                return;
            if (!_replacements.TryGetValue(cmdlet, out var replacement))
            {
                replacement = new Replacement(ReplacementOf(cmdlet.ImplementingType) is { } derived ? DerivedCmdletInfo.Create(cmdlet, derived) : null);
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

    private Type? ReplacementOf(Type cmdlet) => DerivedCmdlet.Of(cmdlet) ?? (Errors is null ? null : HostedCmdletType.Of(cmdlet));

    /// <param name="Command">Null for a cmdlet that stays as it is.</param>
    private sealed record Replacement(CmdletInfo? Command);
}
