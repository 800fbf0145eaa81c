using System.Collections;
using System.Diagnostics;
using AwsOtel.Engine.Propagation;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Session;

/// <summary>Reads the context that a user gives: a traceparent, a context of Get-OtelContext, headers, or a received message.</summary>
internal static class IncomingContextReader
{
    public const string Mend =
        "Give a W3C traceparent such as 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, a context from Get-OtelContext, a hashtable of headers, or a received message.";

    /// <param name="value">What was given; headers and messages may also name no parent.</param>
    /// <param name="propagators">Which headers are read.</param>
    /// <returns>False for what is no context, or a malformed one.</returns>
    public static bool TryRead(object value, PropagatorSet propagators, out IncomingContext context)
    {
        context = default;
        switch (ValueUnwrapper.Unwrap(value))
        {
            case OtelContext given:
                return TryRead(given, out context);
            case string text:
                return TryRead(text, null, default, out context);
            case IDictionary headers:
                return TryRead(headers, propagators, out context);
            case { } record when IsRecord(record.GetType()):
                // As it was given: a record made of JSON has its members on PowerShell's wrapper.
                context = OfMessage(value, propagators);
                return true;
            default:
                return false;
        }
    }

    /// <summary>How a value is shown in an error: never the values of headers, which may be secrets.</summary>
    public static string Show(object value) => ValueUnwrapper.Unwrap(value) switch
    {
        string text => $"'{text}' is not a context, or a malformed one.",
        OtelContext given => $"'{given.TraceParent}' is not a context, or a malformed one.",
        IDictionary => "the headers have a malformed trace context.",
        var other => $"an object of type {other?.GetType().Name} is not a context.",
    };

    private static bool TryRead(OtelContext given, out IncomingContext context)
    {
        var baggage = given.Baggage is { Count: > 0 } entries ? Baggage.Create(new Dictionary<string, string>(entries)) : default;
        if (given.Span is not { } span)
            return TryRead(given.TraceParent, given.TraceState, baggage, out context);
        context = new IncomingContext(span, new PropagationContext(span.Context, baggage));
        return true;
    }

    private static bool TryRead(string? traceParent, string? traceState, Baggage baggage, out IncomingContext context)
    {
        var isRead = ActivityContext.TryParse(traceParent?.Trim(), TraceStateLimit.Cut(traceState), isRemote: true, out var parsed);
        context = isRead ? new IncomingContext(null, new PropagationContext(parsed, baggage)) : default;
        return isRead;
    }

    private static bool TryRead(IDictionary headers, PropagatorSet propagators, out IncomingContext context)
    {
        var read = propagators.Propagator.Extract(default, headers, HeaderFields.Get);
        context = new IncomingContext(null, read);
        if (read.ActivityContext != default)
            return true;
        if (propagators.HasMalformed(name => HeaderFields.First(headers, name)))
            return false;
        // A record of a queue may be a hashtable as well.
        if (OfMessage(headers, propagators) is { IsNone: false } message)
            context = message;
        return true;
    }

    private static IncomingContext OfMessage(object message, PropagatorSet propagators) =>
        MessageContext.TryRead(message, propagators.Propagator, out var context) ? new IncomingContext(null, context) : default;

    /// <summary>Whether a type may be a message's: one of an AWS library, or what ConvertFrom-Json makes.</summary>
    private static bool IsRecord(Type type) =>
        type.Namespace?.StartsWith("Amazon.", StringComparison.Ordinal) == true || type.FullName == "System.Management.Automation.PSCustomObject";
}
