using System.Diagnostics;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Session;
using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.UserSpans;

/// <summary>Reads what a script gives to say where a span belongs: a traceparent, a context, a span, or a received message.</summary>
internal static class GivenContext
{
    private const string Mend =
        "Give a W3C traceparent such as 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, what Get-OtelContext gave, or a span of Start-OtelSpan";

    /// <summary>Reads -Parent. A span that was not traced is none.</summary>
    /// <exception cref="SettingException">It is nothing that has a context.</exception>
    public static SpanParent Parent(object? given)
    {
        var value = ValueUnwrapper.Unwrap(given);
        if (value is null)
            return default;
        if (value is OtelActiveSpan span)
            return new SpanParent((span.Source as UserSpan)?.Activity);
        return TryRead(value, out var context)
            ? new SpanParent(null, context)
            : throw new SettingException("InvalidParent", "Parent", value, $"-Parent: '{value}' has no context. {Mend}.");
    }

    /// <summary>Reads -Link, each context once. Messages without a context are none: their sender was not traced.</summary>
    /// <exception cref="SettingException">An item is neither a context nor an object that could be a message.</exception>
    public static List<ActivityContext> Links(object?[]? given)
    {
        var links = new List<ActivityContext>();
        foreach (var item in given ?? [])
        {
            var value = ValueUnwrapper.Unwrap(item);
            if (value is null)
                continue;
            if (!TryRead(value, out var context) && value is (string or ValueType))
                throw new SettingException("InvalidLink", "Link", value, $"-Link: '{value}' has no context. {Mend}, or a received message.");
            Add(links, context != default ? context : Sender(item));
        }

        return links;
    }

    public static void Add(List<ActivityContext> links, ActivityContext context)
    {
        if (context != default && !links.Exists(link => link.TraceId == context.TraceId && link.SpanId == context.SpanId))
            links.Add(context);
    }

    /// <summary>The context that the sender of a message put into it; default where there is none.</summary>
    public static ActivityContext Sender(object? message)
    {
        try
        {
            return MessageContext.TryRead(message, Propagators.DefaultTextMapPropagator, out var context) ? context.ActivityContext : default;
        }
        catch (Exception e)
        {
            OwnFailures.Record("read the context of a message", e);
            return default;
        }
    }

    private static bool TryRead(object value, out ActivityContext context)
    {
        context = default;
        switch (value)
        {
            case string traceParent:
                return ActivityContext.TryParse(traceParent, null, isRemote: true, out context);
            case OtelContext given:
                return ActivityContext.TryParse(given.TraceParent, given.TraceState, isRemote: true, out context);
            case OtelActiveSpan span:
                context = (span.Source as UserSpan)?.Activity.Context ?? default;
                return true;
            default:
                return false;
        }
    }
}
