using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Hooks;

/// <summary>
/// What a hook sets, until the hook has ended in time. The span itself is the call's: a hook that was cut off runs on beside it.
/// </summary>
internal sealed class HookAttributes
{
    private readonly List<KeyValuePair<string, object>> _set = [];
    private bool _taken;

    /// <exception cref="ArgumentException">There is no name, or the value has no attribute type.</exception>
    public void Set(string name, object? given)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new ArgumentException("SetAttribute: the attribute has no name.");
        if (!ScriptValue.TryConvert(given, out var value, out var problem))
            throw new ArgumentException($"SetAttribute: '{name}' {problem}");
        lock (_set)
        {
            if (!_taken && value is not null)
                _set.Add(new(name.Trim(), value));
        }
    }

    /// <summary>Takes what was set; from here on nothing more is.</summary>
    public List<KeyValuePair<string, object>> Take()
    {
        lock (_set)
        {
            _taken = true;
            return _set;
        }
    }
}
