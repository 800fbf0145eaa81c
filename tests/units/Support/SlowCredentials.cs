using Amazon.Runtime;

namespace AwsOtel.Tests.Support;

/// <summary>Credentials of the kind that has to be fetched, and then lasts for an hour.</summary>
internal sealed class SlowCredentials(TimeSpan wait) : RefreshingAWSCredentials
{
    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        await Task.Delay(wait);
        return Made();
    }

    protected override CredentialsRefreshState GenerateNewCredentials()
    {
        Thread.Sleep(wait);
        return Made();
    }

    private static CredentialsRefreshState Made() => new(new ImmutableCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI", null), DateTime.UtcNow.AddHours(1));
}
