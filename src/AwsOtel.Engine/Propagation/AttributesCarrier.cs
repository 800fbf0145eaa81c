using System.Collections;
using System.Text;
using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.Propagation;

/// <summary>
/// A map of attributes. Message attributes take all of the propagator's fields or none; SQS and SNS allow ten of them. System attributes take
/// X-Ray's header, do not count, and have a map of their own.
/// </summary>
internal sealed class AttributesCarrier : Carrier
{
    /// <summary>
    /// SQS refuses more, and SNS drops the message on its way into a queue without a word. See
    /// <see href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html"/>.
    /// </summary>
    private const int MostAttributes = 10;

    private const int WidestCharacter = 3;

    private readonly CarrierRow _row;
    private readonly TypedCollection _map;
    private readonly Func<object, object?> _read;
    private readonly Action<object, object?> _write;
    private readonly Action<object, object?> _writeType;
    private readonly Action<object, object?> _writeText;
    private readonly Func<object> _newValue;

    private AttributesCarrier(CarrierRow row, TypedCollection map, Func<object, object?> read, Action<object, object?> write, Action<object, object?> writeType, Action<object, object?> writeText)
    {
        _row = row;
        _map = map;
        _read = read;
        _write = write;
        _writeType = writeType;
        _writeText = writeText;
        _newValue = New.Of(map.Item);
    }

    public override bool IsSized => _row.Body is not null;

    private bool IsSystem => _row.Form == CarrierForm.SystemAttributes;

    public static AttributesCarrier? Bind(CarrierRow row, TypedCollection map, Func<object, object?> read, Action<object, object?> write) =>
        MemberWriter.For(map.Item, "DataType") is { } writeType && MemberWriter.For(map.Item, "StringValue") is { } writeText && New.Can(map.Item)
            ? new AttributesCarrier(row, map, read, write, writeType, writeText)
            : null;

    public override CarrierState Check(object owner, OutgoingContext context, ISet<string> names)
    {
        if (_row.Unless is { } other && MemberReader.Read(owner, other) is string { Length: > 0 })
            return CarrierState.Closed;
        if (_read(owner) is not IDictionary own)
            return CarrierState.Free;
        if (IsSystem)
            return own.Contains(XRayHeader.SystemAttribute) ? CarrierState.Taken : CarrierState.Free;
        foreach (var name in names)
        {
            if (own.Contains(name))
                return CarrierState.Taken;
        }

        return own.Count + context.Fields.Count > MostAttributes ? CarrierState.NoRoom : CarrierState.Free;
    }

    public override void Put(object copy, OutgoingContext context)
    {
        var attributes = (IDictionary)_map.Copy(_read(copy));
        if (IsSystem)
        {
            attributes[XRayHeader.SystemAttribute] = Make(context.XRay);
        }
        else
        {
            foreach (var (name, value) in context.Fields)
                attributes[name] = Make(value);
        }

        _write(copy, attributes);
    }

    public override long Size(object owner, bool exactly)
    {
        if (_row.Body is not { } body)
            return 0;
        var size = Length(MemberReader.Read(owner, body), exactly);
        if (_read(owner) is not IDictionary own)
            return size;
        foreach (DictionaryEntry entry in own)
        {
            size += Length(entry.Key, exactly);
            if (entry.Value is { } value)
                size += Length(MemberReader.Read(value, "DataType"), exactly) + Length(MemberReader.Read(value, "StringValue") ?? MemberReader.Read(value, "BinaryValue"), exactly);
        }

        return size;
    }

    private static long Length(object? value, bool exactly) => value switch
    {
        string text => exactly ? Encoding.UTF8.GetByteCount(text) : (long)text.Length * WidestCharacter,
        MemoryStream bytes => bytes.Length,
        _ => 0,
    };

    private object Make(string text)
    {
        var value = _newValue();
        _writeType(value, OutgoingContext.DataType);
        _writeText(value, text);
        return value;
    }
}
