using System.Net;
using Amazon.Runtime;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>What the pipeline found out about a call while it ran: region, endpoint, credentials, status.</summary>
internal static class CallDetails
{
    private static readonly object True = true;

    public static void Apply(SpanAttributes attributes, IRequestContext call)
    {
        var config = call.ClientConfig;
        var sent = call.Request;
        // What was signed for is the truth; before signing, what would have been.
        var region = FirstSet(sent?.DeterminedSigningRegion, sent?.AuthenticationRegion, config.AuthenticationRegion, config.RegionEndpoint?.SystemName);
        if (region is not null)
        {
            attributes.Set(AttributeName.CloudRegion, region);
            if (ConventionOptions.Current.Legacy)
                attributes.Set(AttributeName.LegacyRegion, region);
        }

        SetServer(attributes, sent?.Endpoint);
        if (CredentialsSource.Of(call.Identity ?? call.ExplicitAWSCredentials) is { } source)
            attributes.Set(AttributeName.CredentialsSource, source);
        if (config.UseFIPSEndpoint)
            attributes.Set(AttributeName.EndpointFips, True);
        if (config.UseDualstackEndpoint)
            attributes.Set(AttributeName.EndpointDualStack, True);
    }

    public static void SetServer(SpanAttributes attributes, Uri? endpoint)
    {
        if (endpoint is null)
            return;
        // Without the brackets of an IPv6 literal.
        attributes.Set(AttributeName.ServerAddress, endpoint.HostNameType == UriHostNameType.IPv6 ? endpoint.IdnHost : endpoint.Host);
        if (!endpoint.IsDefaultPort)
            attributes.Set(AttributeName.ServerPort, endpoint.Port);
    }

    public static void SetStatusCode(SpanAttributes attributes, HttpStatusCode status)
    {
        // The SDK has 0 where there was no response.
        if (status == 0)
            return;
        attributes.Set(AttributeName.HttpStatusCode, (int)status);
        if (ConventionOptions.Current.Legacy)
            attributes.Set(AttributeName.LegacyStatusCode, (int)status);
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
