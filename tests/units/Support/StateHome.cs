using AwsOtel.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(StateHome))]

namespace AwsOtel.Tests.Support;

/// <summary>A state folder for the whole run, so that no test writes into the user's.</summary>
public sealed class StateHome : IDisposable
{
    private const string Variable = "XDG_STATE_HOME";

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public StateHome()
    {
        Folder = Directory.CreateTempSubdirectory("awsotel-tests-").FullName;
        Environment.SetEnvironmentVariable(Variable, Folder);
    }

    public string Folder { get; }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        Directory.Delete(Folder, recursive: true);
    }
}
