using AwsOtel.Engine.Session;

namespace AwsOtel.Tests.Session;

/// <summary>One row of the settings' tables.</summary>
public sealed class SettingRow
{
    private readonly SessionRequest _request;
    private readonly string _environment;

    /// <param name="environment">Variables as <c>NAME=value;NAME=value</c>.</param>
    internal SettingRow(string setting, SessionRequest request, string environment, string value, string source)
    {
        Setting = setting;
        _request = request;
        _environment = environment;
        Value = value;
        Source = source;
    }

    internal string Setting { get; }

    internal string Value { get; }

    internal string Source { get; }

    internal SessionSettings Read() => SettingsReader.Read(_request, Environment(_environment));

    internal static Func<string, string?> Environment(string variables)
    {
        var byName = variables.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(static pair => pair[..pair.IndexOf('=', StringComparison.Ordinal)], static pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        return name => byName.GetValueOrDefault(name);
    }

    public override string ToString() => $"{Setting} from {Source}: {Value}";
}
