using System.Diagnostics;
using System.Net;
using Amazon.Runtime;
using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>What the pipeline found out about a call while it ran: region, endpoint, credentials, status.</summary>
internal static class CallDetails
{
    private static readonly object True = true;

    public static void Apply(Activity span, IRequestContext call)
    {
        var config = call.ClientConfig;
        var sent = call.Request;
        // What was signed for is the truth; before signing, what would have been.
        var region = FirstSet(sent?.DeterminedSigningRegion, sent?.AuthenticationRegion, config.AuthenticationRegion, config.RegionEndpoint?.SystemName);
        if (region is not null)
        {
            span.SetTag(AttributeName.CloudRegion, region);
            if (ConventionOptions.Current.Legacy)
                span.SetTag(AttributeName.LegacyRegion, region);
        }

        SetServer(span, sent?.Endpoint);
        if (CredentialsSource.Of(call.Identity ?? call.ExplicitAWSCredentials) is { } source)
            span.SetTag(AttributeName.CredentialsSource, source);
        if (config.UseFIPSEndpoint)
            span.SetTag(AttributeName.EndpointFips, True);
        if (config.UseDualstackEndpoint)
            span.SetTag(AttributeName.EndpointDualStack, True);
    }

    public static void SetServer(Activity span, Uri? endpoint)
    {
        if (endpoint is null)
            return;
        // Without the brackets of an IPv6 literal.
        span.SetTag(AttributeName.ServerAddress, endpoint.HostNameType == UriHostNameType.IPv6 ? endpoint.IdnHost : endpoint.Host);
        if (!endpoint.IsDefaultPort)
            span.SetTag(AttributeName.ServerPort, endpoint.Port);
    }

    public static void SetStatusCode(Activity span, HttpStatusCode status)
    {
        // The SDK has 0 where there was no response.
        if (status == 0)
            return;
        span.SetTag(AttributeName.HttpStatusCode, (int)status);
        if (ConventionOptions.Current.Legacy)
            span.SetTag(AttributeName.LegacyStatusCode, (int)status);
    }

    private static string? FirstSet(params ReadOnlySpan<string?> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (!string.IsNullOrEmpty(candidate))
                return candidate;
        }

        return null;
    }
}
