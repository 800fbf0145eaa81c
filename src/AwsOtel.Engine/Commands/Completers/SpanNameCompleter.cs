using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands.Completers;

/// <summary>The names of the spans in memory, each once, the newest first.</summary>
internal sealed class SpanNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var spans = SessionRegistry.Latest?.Memory?.ToArray() ?? [];
        return Completion.Of(Enumerable.Reverse(spans).GroupBy(static span => span.Name).Select(static same => (same.Key, $"{same.Key}, {same.Count()} times")), wordToComplete);
    }
}
