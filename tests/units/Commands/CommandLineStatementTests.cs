using AwsOtel.Engine.Commands;
using Xunit;

namespace AwsOtel.Tests.Commands;

/// <summary>Which text is the command of a command line of pwsh.</summary>
public sealed class CommandLineStatementTests
{
    [Theory]
    [InlineData(true, "pwsh.dll|-NoProfile|-Command|run it", "run it")]
    [InlineData(true, "pwsh.dll|-c|run|it", "run it")]
    [InlineData(true, "pwsh.dll|--COMM|run it", "run it")]
    [InlineData(true, "pwsh.dll|/command|run it", "run it")]
    [InlineData(true, "pwsh.dll|-CommandWithArgs|run it|more", "run it")]
    [InlineData(true, "pwsh.dll|-cwa|run it|more", "run it")]
    [InlineData(false, "pwsh.dll|-NoExit|-Command|run it", "run it")]
    [InlineData(false, "pwsh.dll|-noe|-c|run it", "run it")]
    [InlineData(false, "pwsh.dll|-Command|run it", "run it again")]
    [InlineData(false, "pwsh.dll|-Command|run it|more", "run it")]
    [InlineData(false, "pwsh.dll|-File|run.ps1", "run.ps1")]
    [InlineData(false, "pwsh.dll|command|run it", "run it")]
    [InlineData(false, "pwsh.dll|-Command", "")]
    [InlineData(false, "pwsh.dll", "run it")]
    public void The_text_after_the_parameter_is_the_command(bool expected, string arguments, string text) =>
        Assert.Equal(expected, CommandLineStatement.IsCommandOf(arguments.Split('|'), text));
}
