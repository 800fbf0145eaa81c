using Xunit;

namespace AwsOtel.Tests.Support;

/// <summary>Complete comparisons of spans.</summary>
internal static class SpanAssert
{
    public const string AllPhases = "marshalling authentication endpoint signing first_byte reading";

    /// <summary>The span has these attributes and no other.</summary>
    public static void HasExactly(IReadOnlyDictionary<string, object> expected, OtelSpan span)
    {
        var wanted = Attributes.Render(expected);
        var found = Attributes.Render(span.Attributes);
        if (wanted != found)
            Assert.Fail($"Attributes of {span.Name}\nexpected:\n{wanted}\n\nfound:\n{found}");
    }

    /// <summary>Like <see cref="HasExactly"/>, for an operation span: its phases take some time each, and are then left out.</summary>
    public static void OperationHasExactly(IReadOnlyDictionary<string, object> expected, OtelSpan span, string phases = AllPhases)
    {
        var names = phases.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static phase => "aws.phase." + phase).ToArray();
        Assert.Equal(names.Order(StringComparer.Ordinal), span.Attributes.Keys.Where(static name => name.StartsWith("aws.phase.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.InRange(Assert.IsType<double>(span.Attributes[name]), 0, span.Duration.TotalSeconds + 0.001));
        HasExactly(expected.Plus(names.Select(name => (name, span.Attributes[name])).ToArray()), span);
    }

    /// <summary>Like <see cref="OperationHasExactly"/>, of a call that was retried.</summary>
    public static void RetriedOperationHasExactly(IReadOnlyDictionary<string, object> expected, OtelSpan span)
    {
        Assert.InRange(Assert.IsType<double>(span.Attributes["aws.retry.delay"]), double.Epsilon, 60);
        OperationHasExactly(expected.Plus(("aws.retry.delay", span.Attributes["aws.retry.delay"])), span);
    }

    /// <summary>Like <see cref="HasExactly"/>, for a span with a delay: it is a double above 0, and then left out.</summary>
    public static void HasExactlyWithDelay(IReadOnlyDictionary<string, object> expected, OtelSpan span, string delay = "aws.retry.delay")
    {
        Assert.True(span.Attributes.TryGetValue(delay, out var seconds), $"{span.Name} has no {delay}");
        Assert.InRange(Assert.IsType<double>(seconds), double.Epsilon, 60);
        HasExactly(expected.Plus((delay, seconds)), span);
    }

    /// <summary>These spans and no others, in the order in which they ended.</summary>
    public static void Names(IEnumerable<OtelSpan> spans, params string[] expected) => Assert.Equal(expected, spans.Select(static span => span.Name));

    public static void Succeeded(OtelSpan span)
    {
        Assert.Equal(OtelStatus.Unset, span.Status);
        Assert.Equal("", span.StatusDescription);
        Assert.Empty(span.Events);
    }

    /// <summary>Status, description, and the one exception event of a span on which an exception surfaced.</summary>
    public static void Failed(OtelSpan span, string exceptionType, string message)
    {
        Assert.Equal(OtelStatus.Error, span.Status);
        Assert.Equal(message, span.StatusDescription);
        var exception = Assert.Single(span.Events);
        Assert.Equal("exception", exception.Name);
        Assert.InRange(exception.Time, span.StartTime, span.EndTime);
        Assert.Equal(["exception.message", "exception.stacktrace", "exception.type"], exception.Attributes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(exceptionType, exception.Attributes["exception.type"]);
        Assert.Equal(message, exception.Attributes["exception.message"]);
        Assert.StartsWith(exceptionType + ": " + message, Assert.IsType<string>(exception.Attributes["exception.stacktrace"]), StringComparison.Ordinal);
    }

    /// <summary>No text of the span, wherever it stands, has this in it.</summary>
    public static void NowhereHas(string canary, IEnumerable<OtelSpan> spans)
    {
        foreach (var span in spans)
        {
            Assert.DoesNotContain(canary, span.Name, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(canary, span.StatusDescription, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(canary, Attributes.Render(span.Attributes), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(canary, Attributes.Render(span.Resource), StringComparison.OrdinalIgnoreCase);
            foreach (var item in span.Events)
                Assert.DoesNotContain(canary, item.Name + Attributes.Render(item.Attributes), StringComparison.OrdinalIgnoreCase);
            foreach (var link in span.Links)
                Assert.DoesNotContain(canary, Attributes.Render(link.Attributes), StringComparison.OrdinalIgnoreCase);
        }
    }
}
