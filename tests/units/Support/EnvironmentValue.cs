namespace AwsOtel.Tests.Support;

/// <summary>A variable that OpenTelemetry reads from the process's environment itself, for the length of a test.</summary>
internal sealed class EnvironmentValue : IDisposable
{
    private readonly string _name;
    private readonly string? _before;

    public EnvironmentValue(string name, string value)
    {
        _name = name;
        _before = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose() => Environment.SetEnvironmentVariable(_name, _before);
}
