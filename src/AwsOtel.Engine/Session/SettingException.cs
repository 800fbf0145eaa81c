namespace AwsOtel.Engine.Session;

/// <summary>A setting that cannot be used. The message names the parameter or variable and the mend.</summary>
internal sealed class SettingException(string errorId, string parameter, object? value, string message) : ArgumentException(message, parameter)
{
    /// <summary>The id of the PowerShell error, for example <c>InvalidEndpoint</c>.</summary>
    public string ErrorId { get; } = errorId;

    /// <summary>The value that cannot be used; null where showing it could show a secret.</summary>
    public object? Value { get; } = value;

    /// <summary>The text alone: <see cref="ArgumentException"/> would append the parameter's name once more.</summary>
    public override string Message { get; } = message;
}
