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
        // The SDK's own cache around the instance profile is not a public type.
        AWSCredentials other => other.GetType().Name == "DefaultInstanceProfileAWSCredentials" ? "instance_profile" : "custom",
        AWSToken => "token",
        _ => null,
    };
}
