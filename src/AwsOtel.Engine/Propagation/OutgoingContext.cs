using System.Text;
using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Propagation;

/// <summary>A context as messages carry it: the propagator's fields, and X-Ray's header.</summary>
internal sealed class OutgoingContext
{
    /// <summary>The data type of a text among message attributes.</summary>
    public const string DataType = "String";

    private static readonly Action<OutgoingContext, string, string> Add = static (context, name, value) => context.Set(name, value);

    private readonly List<KeyValuePair<string, string>> _fields = new(3);

    private OutgoingContext(string xray) => XRay = xray;

    /// <summary>Only those that have a value: tracestate and baggage often have none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    /// <summary>The context in X-Ray's form.</summary>
    public string XRay { get; }

    /// <summary>What the fields add to a message, as SQS and SNS count it: names, types and values, in bytes.</summary>
    public int Size { get; private set; }

    /// <returns>Null where the propagators are off: then nothing goes out, in no form.</returns>
    public static OutgoingContext? Of(PropagationContext context, TextMapPropagator propagator)
    {
        var outgoing = new OutgoingContext(XRayHeader.Format(context.ActivityContext));
        propagator.Inject(context, outgoing, Add);
        return outgoing._fields.Count == 0 ? null : outgoing;
    }

    private void Set(string name, string value)
    {
        // An attribute without a value is an error of SQS.
        if (string.IsNullOrEmpty(value))
            return;
        _fields.Add(new(name, value));
        Size += Encoding.UTF8.GetByteCount(name) + DataType.Length + Encoding.UTF8.GetByteCount(value);
    }
}
