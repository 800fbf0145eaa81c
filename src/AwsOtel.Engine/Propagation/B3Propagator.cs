using System.Diagnostics;
using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Propagation;

/// <summary>
/// Zipkin's headers: one (<c>b3</c>) or several (<c>X-B3-TraceId</c> and so on). Both are read, the one header first, whichever is written.
/// See <see href="https://github.com/openzipkin/b3-propagation"/> and
/// <see href="https://opentelemetry.io/docs/specs/otel/context/api-propagators/#b3-requirements"/>.
/// </summary>
/// <param name="isSingle">Whether to write the one header.</param>
internal sealed class B3Propagator(bool isSingle) : TextMapPropagator
{
    public const string Single = "b3";
    public const string TraceId = "X-B3-TraceId";

    private const string SpanId = "X-B3-SpanId";
    private const string Sampled = "X-B3-Sampled";
    private const string Flags = "X-B3-Flags";

    public override ISet<string> Fields { get; } = new HashSet<string>(isSingle ? [Single] : [TraceId, SpanId, Sampled, Flags]);

    /// <summary>Whether a value of <c>b3</c> is a sampling decision alone, without a context to be under.</summary>
    public static bool IsDecision(string value) => value.Trim() is "0" or "1" or "d";

    /// <inheritdoc/>
    public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter)
    {
        if (context.ActivityContext != default)
            return context;
        return First(Single) is { } single && TryReadSingle(single, out var parent)
            || First(TraceId) is { } trace && First(SpanId) is { } span && TryMake(trace, span, First(Flags) == "1" ? "d" : First(Sampled), out parent)
            ? new PropagationContext(parent, context.Baggage)
            : context;

        string? First(string name) => getter(carrier, name)?.FirstOrDefault()?.Trim();
    }

    /// <inheritdoc/>
    public override void Inject<T>(PropagationContext context, T carrier, Action<T, string, string> setter)
    {
        var span = context.ActivityContext;
        if (span == default)
            return;
        var trace = span.TraceId.ToHexString();
        var id = span.SpanId.ToHexString();
        var sampled = (span.TraceFlags & ActivityTraceFlags.Recorded) != 0 ? "1" : "0";
        if (isSingle)
        {
            setter(carrier, Single, $"{trace}-{id}-{sampled}");
            return;
        }

        setter(carrier, TraceId, trace);
        setter(carrier, SpanId, id);
        setter(carrier, Sampled, sampled);
    }

    /// <summary><c>trace-span</c>, <c>trace-span-state</c> or <c>trace-span-state-parent</c>.</summary>
    private static bool TryReadSingle(string value, out ActivityContext context)
    {
        context = default;
        var parts = value.Split('-');
        return parts.Length is >= 2 and <= 4
            && (parts.Length < 4 || HexId.TryReadSpan(parts[3], out _))
            && TryMake(parts[0], parts[1], parts.Length > 2 ? parts[2] : null, out context);
    }

    private static bool TryMake(string trace, string span, string? state, out ActivityContext context)
    {
        context = default;
        if (!HexId.TryReadTrace(trace, out var traceId) || !HexId.TryReadSpan(span, out var spanId))
            return false;
        // Debug is sampled, and more. Old senders write words; no state leaves the decision to the receiver, which OpenTelemetry takes as no.
        var isSampled = state is "1" or "d" || string.Equals(state, "true", StringComparison.OrdinalIgnoreCase);
        if (!isSampled && state is not (null or "0") && !string.Equals(state, "false", StringComparison.OrdinalIgnoreCase))
            return false;
        context = new ActivityContext(traceId, spanId, isSampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None, isRemote: true);
        return true;
    }
}
