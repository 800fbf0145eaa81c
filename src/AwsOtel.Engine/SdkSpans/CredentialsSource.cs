using Amazon.Runtime;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>
/// The kind of provider that a call's credentials came from, never anything of the credentials themselves.
/// </summary>
/// <remarks>
/// Keys are <c>static</c> wherever they were kept. The SDK's own note says "profile" of all of them in AWS.Tools, which passes keys typed as
/// parameters through the same factory as stored profiles.
/// </remarks>
internal static class CredentialsSource
{
    public static string? Of(object? identity) => identity switch
    {
        AnonymousAWSCredentials => "anonymous",
        EnvironmentVariablesAWSCredentials => "environment",
        AssumeRoleWithWebIdentityCredentials => "web_identity",
        AssumeRoleAWSCredentials => "assume_role",
        FederatedAWSCredentials => "saml",
        ProcessAWSCredentials => "process",
        SSOAWSCredentials => "sso",
        GenericContainerCredentials => "container",
        InstanceProfileAWSCredentials => "instance_profile",
        BasicAWSCredentials or SessionAWSCredentials => "static",
        AWSCredentials other => OfName(other.GetType().Name),
        AWSToken => "token",
        _ => null,
    };

    /// <summary>Providers that are not public, or newer than the SDK that this is built with.</summary>
    private static string OfName(string type) => type switch
    {
        "DefaultInstanceProfileAWSCredentials" => "instance_profile",
        "LoginAWSCredentials" => "login",
        _ => "custom",
    };
}
