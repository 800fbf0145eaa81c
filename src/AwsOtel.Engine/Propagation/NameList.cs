using System.Collections;
using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.Propagation;

/// <summary>A request's list of the attributes that are wanted: names, beginnings of names with <c>.*</c>, or all of them.</summary>
internal sealed class NameList
{
    private readonly TypedCollection _list;
    private readonly Func<object, object?> _read;
    private readonly Action<object, object?> _write;

    private NameList(TypedCollection list, Func<object, object?> read, Action<object, object?> write)
    {
        _list = list;
        _read = read;
        _write = write;
    }

    public static NameList? Bind(Type request, string member) =>
        MemberReader.For(request, member) is { } read
        && MemberWriter.For(request, member) is { } write
        && TypedCollection.For(request.GetProperty(member)!.PropertyType) is { } list && list.Item == typeof(string)
            ? new NameList(list, read, write)
            : null;

    public bool IsSet(object request) => _read(request) is IList { Count: > 0 };

    /// <summary>Whether the caller asks for an attribute.</summary>
    public bool Covers(object request, string name)
    {
        if (_read(request) is not List<string> names)
            return false;
        foreach (var wanted in names)
        {
            if (wanted == name || wanted == "All")
                return true;
            if (wanted is not null && wanted.EndsWith(".*", StringComparison.Ordinal) && name.AsSpan().StartsWith(wanted.AsSpan(0, wanted.Length - 2), StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    public void Add(object copy, IReadOnlyList<string> names)
    {
        var all = (IList)_list.Copy(_read(copy));
        foreach (var name in names)
            all.Add(name);
        _write(copy, all);
    }
}
