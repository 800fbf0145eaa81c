using System.Diagnostics;
using AwsOtel.Engine.CmdletSpans;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.UserSpans;

/// <summary>Reads what a script gives to say where a span belongs: what <see cref="IncomingContextReader"/> reads, or a span that it holds.</summary>
internal static class GivenContext
{
    private const string Mend = IncomingContextReader.Mend + " A span of Start-OtelSpan will do as well.";

    /// <summary>The names of the baggage entries that go onto spans.</summary>
    private static IReadOnlyList<string> BaggageAttributes => RunspaceSpans.Here()?.Session?.BaggageAttributes ?? [];

    /// <summary>Reads -Parent. A span that was not traced, and headers or a message without a context, are none.</summary>
    /// <exception cref="SettingException">It is nothing that has a context.</exception>
    public static SpanParent Parent(object? given)
    {
        switch (ValueUnwrapper.Unwrap(given))
        {
            case null:
                return default;
            case OtelActiveSpan span:
                return new SpanParent((span.Source as UserSpan)?.Activity);
            default:
                return IncomingContextReader.TryRead(given!, ProcessPropagators.Current, out var context)
                    ? context.IsNone ? default : context.ToParent(BaggageAttributes)
                    : throw new SettingException("InvalidParent", "Parent", given, $"-Parent: {IncomingContextReader.Show(given!)} {Mend}");
        }
    }

    /// <summary>Reads -Link, each context once. What may have a context and has none is no link.</summary>
    /// <exception cref="SettingException">An item is nothing that has a context.</exception>
    public static List<ActivityContext> Links(IEnumerable<object?>? given)
    {
        var links = new List<ActivityContext>();
        foreach (var item in given ?? [])
        {
            switch (ValueUnwrapper.Unwrap(item))
            {
                case null:
                    break;
                case OtelActiveSpan span:
                    Add(links, (span.Source as UserSpan)?.Activity.Context ?? default);
                    break;
                default:
                    if (!IncomingContextReader.TryRead(item!, ProcessPropagators.Current, out var context))
                        throw new SettingException("InvalidLink", "Link", item, $"-Link: {IncomingContextReader.Show(item!)} {Mend}");
                    Add(links, context.Context.ActivityContext);
                    break;
            }
        }

        return links;
    }

    public static void Add(List<ActivityContext> links, ActivityContext context)
    {
        if (context != default && !links.Exists(link => link.TraceId == context.TraceId && link.SpanId == context.SpanId))
            links.Add(context);
    }

    /// <summary>What the sender of a message put into it; none where it did not.</summary>
    public static SpanParent Sender(object message) =>
        MessageContext.TryRead(message, ProcessPropagators.Current.Propagator, out var context) ? new IncomingContext(null, context).ToParent(BaggageAttributes) : default;
}
