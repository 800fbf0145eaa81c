namespace AwsOtel.Engine.Traces.Report;

/// <summary>The different resources of many spans: nearly always one, told by every line of a file.</summary>
internal sealed class ResourceList
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<IReadOnlyDictionary<string, object>, int> _seen = new(ReferenceEqualityComparer.Instance);

    public List<IReadOnlyDictionary<string, object>> Items { get; } = [];

    public int PlaceOf(IReadOnlyDictionary<string, object> resource)
    {
        if (_seen.TryGetValue(resource, out var place))
            return place;
        var key = string.Join('\n', resource.Select(static pair => $"{pair.Key}={pair.Value}"));
        if (!_places.TryGetValue(key, out place))
        {
            place = Items.Count;
            _places.Add(key, place);
            Items.Add(resource);
        }

        _seen.Add(resource, place);
        return place;
    }
}
