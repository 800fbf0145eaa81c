namespace AwsOtel;

/// <summary>
/// The span of an AWS call, as <c>$Span</c> of -RequestHook and -ResponseHook. What a hook sets is put on the span when the hook ends in time;
/// later it does nothing.
/// </summary>
public sealed class OtelHookSpan
{
    private readonly Action<string, object?> _set;

    internal OtelHookSpan(string name, string traceId, string spanId, Action<string, object?> set)
    {
        Name = name;
        TraceId = traceId;
        SpanId = spanId;
        _set = set;
    }

    /// <summary><c>Service.Operation</c>.</summary>
    public string Name { get; }

    /// <summary>The trace: 32 lower-case hex digits.</summary>
    public string TraceId { get; }

    /// <summary>The span: 16 lower-case hex digits.</summary>
    public string SpanId { get; }

    /// <summary>Sets an attribute; null leaves it as it is.</summary>
    /// <param name="name">Its name; <see href="https://opentelemetry.io/docs/specs/semconv/general/naming/">how to choose one</see>.</param>
    /// <param name="value">A string, a number, a boolean, or an array of one of these.</param>
    /// <exception cref="ArgumentException">There is no name, or OpenTelemetry has no type for the value.</exception>
    public void SetAttribute(string name, object? value) => _set(name, value);
}
