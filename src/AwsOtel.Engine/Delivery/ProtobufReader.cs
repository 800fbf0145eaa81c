namespace AwsOtel.Engine.Delivery;

/// <summary>Walks the fields of a protobuf message that a receiver sent: nothing in it is trusted, and what is malformed ends the walk.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Number of the field that <see cref="Read"/> has found.</summary>
    public int Field { get; private set; }

    /// <summary>Its value where it is a number.</summary>
    public long Number { get; private set; }

    /// <summary>Its value where it is a text or a message; empty otherwise.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <returns>False at the end.</returns>
    public bool Read()
    {
        Bytes = default;
        Number = 0;
        if (!TryVarint(out var tag))
            return false;
        Field = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                if (!TryVarint(out var number))
                    return false;
                Number = (long)number;
                return true;
            case 1:
                return Skip(8);
            case 2:
                if (!TryVarint(out var length) || length > (ulong)_rest.Length)
                    return false;
                Bytes = _rest[..(int)length];
                return Skip((int)length);
            case 5:
                return Skip(4);
            default:
                return false;
        }
    }

    private bool Skip(int count)
    {
        if (count > _rest.Length)
            return false;
        _rest = _rest[count..];
        return true;
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64 && !_rest.IsEmpty; shift += 7)
        {
            var part = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return true;
        }

        return false;
    }
}
