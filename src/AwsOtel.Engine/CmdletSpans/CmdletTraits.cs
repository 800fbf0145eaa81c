using System.Management.Automation;
using System.Runtime.CompilerServices;
using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>What all calls of a command have in common.</summary>
/// <param name="FunctionName">Its name with its module's, as <c>code.function.name</c> has it.</param>
/// <param name="Pages">Whether it pages by itself: AWS.Tools gives the switch NoAutoIteration to each that does, and to no other.</param>
internal sealed record CmdletTraits(string FunctionName, bool Pages)
{
    private static readonly ConditionalWeakTable<CommandInfo, CmdletTraits> ByCommand = [];

    public static CmdletTraits Of(CommandInfo command, Type cmdlet)
    {
        if (ByCommand.TryGetValue(command, out var known))
            return known;
        var traits = new CmdletTraits(
            string.IsNullOrEmpty(command.ModuleName) ? command.Name : command.ModuleName + "\\" + command.Name,
            MemberReader.For(cmdlet, "NoAutoIteration") is not null);
        ByCommand.AddOrUpdate(command, traits);
        return traits;
    }
}
