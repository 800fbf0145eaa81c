using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SecurityToken;

namespace AwsOtel.Tests.Support;

/// <summary>Clients that wait before a retry for long enough to be measured, and not for longer.</summary>
internal static class Backoff
{
    /// <param name="milliseconds">The most that the client waits; it mostly does.</param>
    public static TClient WithBackoff<TClient>(this TClient client, int milliseconds = 60)
        where TClient : AmazonServiceClient
    {
        foreach (var retry in Clients.Handlers(client).OfType<RetryHandler>())
            ((StandardRetryPolicy)retry.RetryPolicy).MaxBackoffInMilliseconds = milliseconds;
        return client;
    }

    public static AmazonSecurityTokenServiceClient Sts(string url, int retries) =>
        new AmazonSecurityTokenServiceClient(
            Clients.Credentials,
            new AmazonSecurityTokenServiceConfig { ServiceURL = url, AuthenticationRegion = Clients.Region, MaxErrorRetry = retries }).WithBackoff();
}
