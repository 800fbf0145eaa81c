using Xunit;

namespace AwsOtel.Tests.Support;

/// <summary>Tests of what a process has one of: sessions, the SDK's registry, environment variables. One at a time, and alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide : ICollectionFixture<WarmSdk>
{
    public const string Name = "Process-wide";
}
