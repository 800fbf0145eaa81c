namespace AwsOtel.Engine.CmdletSpans;

/// <summary>The names of the parameters that a cmdlet was given, in order. They are few: each goes to its place among those that are there.</summary>
internal struct ParameterNames()
{
    private string[] _names = [];
    private int _count;

    /// <param name="name">As the cmdlet declares it.</param>
    /// <param name="expected">How many there may be, this one among them.</param>
    /// <returns>False for one that is there already.</returns>
    public bool Add(string name, int expected)
    {
        var place = _count;
        for (; place > 0; place--)
        {
            var order = string.CompareOrdinal(_names[place - 1], name);
            if (order == 0)
                return false;
            if (order < 0)
                break;
        }

        if (_count == _names.Length)
            Array.Resize(ref _names, Math.Max(expected, _count + 1));
        Array.Copy(_names, place, _names, place + 1, _count - place);
        _names[place] = name;
        _count++;
        return true;
    }

    /// <returns>Null where there are none.</returns>
    public readonly string[]? ToArray() => _count == 0 ? null : _count == _names.Length ? _names : _names[.._count];
}
