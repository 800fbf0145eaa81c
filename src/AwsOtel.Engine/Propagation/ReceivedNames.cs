using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.Propagation;

/// <summary>
/// A <see cref="ReceiveRow"/> bound to a request type. SQS gives only the attributes that are asked for: those that carry contexts are asked for
/// beside the caller's own, in a copy of the request.
/// </summary>
internal sealed class ReceivedNames
{
    private static readonly string[] SystemAttributes = [XRayHeader.SystemAttribute];

    private readonly NameList? _names;
    private readonly NameList[] _systemNames;

    private ReceivedNames(NameList? names, NameList[] systemNames)
    {
        _names = names;
        _systemNames = systemNames;
    }

    public static ReceivedNames Bind(Type request, ReceiveRow row) => new(
        NameList.Bind(request, row.Names),
        row.SystemNames.Split('|').Select(name => NameList.Bind(request, name)).OfType<NameList>().ToArray());

    /// <summary>Asks for what carries contexts.</summary>
    /// <returns>The copy, and what the caller did not ask for; null where nothing had to be added.</returns>
    public object? Ask(object request, ISet<string> names, out AddedNames added)
    {
        var missing = Missing(request, names);
        var system = MissingSystem(request);
        added = new AddedNames(missing, system is not null);
        if (missing.Count == 0 && system is null)
            return null;
        var copy = ShallowCopy.Of(request);
        if (missing.Count > 0)
            _names!.Add(copy, missing);
        system?.Add(copy, SystemAttributes);
        return copy;
    }

    private List<string> Missing(object request, ISet<string> names)
    {
        var missing = new List<string>(names.Count);
        foreach (var name in names)
        {
            if (_names is not null && !_names.Covers(request, name))
                missing.Add(name);
        }

        return missing;
    }

    /// <summary>The list to add to; null where the caller asks for the attribute, in whichever list.</summary>
    private NameList? MissingSystem(object request)
    {
        // SQS has two lists that mean the same, an old one and a new one. The caller's is the one to add to.
        var callers = _systemNames.Length > 0 ? _systemNames[0] : null;
        foreach (var list in _systemNames)
        {
            if (list.Covers(request, XRayHeader.SystemAttribute))
                return null;
            if (list.IsSet(request))
                callers = list;
        }

        return callers;
    }
}
