using AwsOtel.Engine.Session;

namespace AwsOtel.Tests.Session;

/// <summary>One row of values that cannot be used.</summary>
public sealed class BadSetting
{
    private readonly SessionRequest _request;
    private readonly string _environment;

    internal BadSetting(string errorId, string parameter, string place, SessionRequest request, string environment = "")
    {
        ErrorId = errorId;
        Parameter = parameter;
        Place = place;
        _request = request;
        _environment = environment;
    }

    internal string ErrorId { get; }

    internal string Parameter { get; }

    /// <summary>The parameter or the variable that the message begins with.</summary>
    internal string Place { get; }

    internal SessionSettings Read() => SettingsReader.Read(_request, SettingRow.Environment(_environment));

    public override string ToString() => $"{ErrorId} of {Place}";
}
