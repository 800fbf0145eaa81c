using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AwsOtel.Engine.Commands.Completers;

/// <summary>The addresses where a Collector on this machine listens, unless told otherwise.</summary>
internal sealed class EndpointCompleter : IArgumentCompleter
{
    private static readonly (string, string)[] Local =
    [
        ("http://localhost:4317", "a Collector on this machine, by gRPC"),
        ("http://localhost:4318", "a Collector on this machine, by HTTP"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Of(Local, wordToComplete);
}
