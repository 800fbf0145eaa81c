using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands.Completers;

/// <summary>The traces in memory, the newest first; each is told by the span that ended last, which is the script's.</summary>
internal sealed class TraceIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var spans = SessionRegistry.Latest?.Memory?.ToArray() ?? [];
        return Completion.Of(Enumerable.Reverse(spans).DistinctBy(static span => span.TraceId).Select(static last => (last.TraceId, ToolTip(last))), wordToComplete);
    }

    private static string ToolTip(OtelSpan last) =>
        string.Create(CultureInfo.InvariantCulture, $"{last.Name}, {last.StartTime:yyyy-MM-dd HH:mm:ss}Z");
}
