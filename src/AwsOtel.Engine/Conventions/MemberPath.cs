using System.Collections;

namespace AwsOtel.Engine.Conventions;

/// <summary>A parsed path of an <see cref="AttributeRow"/>: alternatives of steps.</summary>
internal sealed class MemberPath
{
    private readonly Step[][] _alternatives;
    private readonly Func<object, object?>? _only;
    private readonly bool _isPlain;

    /// <param name="only">Reads the member that the path begins with, where there is one alternative.</param>
    private MemberPath(Step[][] alternatives, Func<object, object?>? only)
    {
        _alternatives = alternatives;
        _only = only;
        _isPlain = alternatives is [[] or [{ Walks: 0 }]];
    }

    /// <summary>Parses a path for one type; null where the type has none of the members that the path begins with.</summary>
    public static MemberPath? For(Type type, string path)
    {
        if (path.Length == 0)
            return new MemberPath([[]], static owner => owner);
        var alternatives = path.Split('|')
            .Select(static alternative => alternative.Split('.').Select(Step.Parse).ToArray())
            .Where(steps => MemberReader.For(type, steps[0].Name) is not null)
            .ToArray();
        if (alternatives.Length == 0)
            return null;
        return new MemberPath(alternatives, alternatives is [[var only, ..]] ? MemberReader.For(type, only.Name) : null);
    }

    /// <summary>The value; a list of values where the path walks or has alternatives; null where nothing is set.</summary>
    public object? Read(object owner)
    {
        // Most paths are one plain member, and most others begin with one that is not set: no list is made for them.
        if (_only is not null)
        {
            var first = _only(owner);
            if (first is null || _isPlain)
                return first;
        }

        var found = new List<object>();
        var walked = _alternatives.Length > 1;
        var reached = false;
        foreach (var steps in _alternatives)
            reached |= Collect(owner, steps, 0, found, ref walked);
        if (walked)
            return reached ? found : null;
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Whether the path's collection was there at all: an empty one counts 0, an absent one counts nothing.</summary>
    private static bool Collect(object owner, Step[] steps, int index, List<object> found, ref bool walked)
    {
        if (index == steps.Length)
        {
            found.Add(owner);
            return true;
        }

        var step = steps[index];
        var value = MemberReader.Read(owner, step.Name);
        walked |= step.Walks > 0;
        return value is not null && Walk(value, step.Walks, steps, index + 1, found, ref walked);
    }

    private static bool Walk(object value, int walks, Step[] steps, int next, List<object> found, ref bool walked)
    {
        if (walks == 0)
            return Collect(value, steps, next, found, ref walked);
        if ((value is IDictionary map ? map.Values : value as IEnumerable) is not { } items)
            return false;
        foreach (var item in items)
        {
            if (item is not null)
                Walk(item, walks - 1, steps, next, found, ref walked);
        }

        return true;
    }

    /// <param name="Walks">How many <c>[]</c> follow the name.</param>
    private sealed record Step(string Name, int Walks)
    {
        public static Step Parse(string text)
        {
            var name = text.TrimEnd('[', ']');
            return new Step(name, (text.Length - name.Length) / 2);
        }
    }
}
