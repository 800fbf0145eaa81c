namespace AwsOtel.Engine.Session;

/// <summary>Looks a setting up in its places and remembers which one gave it.</summary>
internal sealed class SettingSources(Func<string, string?> environment)
{
    public const string Parameter = "parameter";
    public const string Default = "default";

    private readonly Dictionary<string, string> _byName = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> ByName => _byName;

    /// <summary>A variable's value; an empty one counts as not set, as the specification says.</summary>
    public string? Variable(string name) => environment(name) is { } value && value.AsSpan().Trim().Length > 0 ? value.Trim() : null;

    public void Set(string setting, string source) => _byName[setting] = source;

    /// <summary>Notes a setting that has no variable.</summary>
    public void SetTyped(string setting, bool isTyped) => Set(setting, isTyped ? Parameter : Default);

    /// <summary>The parameter's value, else the variable's, else null for the default.</summary>
    public string? Take(string setting, string? parameter, string? variable = null)
    {
        if (!string.IsNullOrEmpty(parameter))
        {
            Set(setting, Parameter);
            return parameter;
        }

        var inherited = variable is null ? null : Variable(variable);
        Set(setting, inherited is null ? Default : variable!);
        return inherited;
    }
}
