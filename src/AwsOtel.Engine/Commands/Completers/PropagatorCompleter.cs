using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AwsOtel.Engine.Propagation;

namespace AwsOtel.Engine.Commands.Completers;

/// <summary>The propagators there are.</summary>
internal sealed class PropagatorCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Of(PropagatorSet.Known.Select(static name => (name, name)), wordToComplete);
}
