using System.Runtime.CompilerServices;
using Amazon.Runtime;
using AwsOtel.Engine.SdkSpans;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.SdkSpans;

[Collection(ProcessWide.Name)]
public sealed class CredentialsSourceTests
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["AnonymousAWSCredentials"] = "anonymous",
        ["AssumeRoleAWSCredentials"] = "assume_role",
        ["AssumeRoleWithWebIdentityCredentials"] = "web_identity",
        ["BasicAWSCredentials"] = "static",
        ["DefaultInstanceProfileAWSCredentials"] = "instance_profile",
        ["EnvironmentVariablesAWSCredentials"] = "environment",
        ["FederatedAWSCredentials"] = "saml",
        ["GenericContainerCredentials"] = "container",
        ["InstanceProfileAWSCredentials"] = "instance_profile",
        ["LoginAWSCredentials"] = "login",
        ["ProcessAWSCredentials"] = "process",
        ["SessionAWSCredentials"] = "static",
        ["SSOAWSCredentials"] = "sso",
        // A base class of two of the others.
        ["URIBasedRefreshingCredentialHelper"] = "custom",
    };

    public static TheoryData<string> TypesOfTheSdk =>
        new(typeof(AWSCredentials).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && typeof(AWSCredentials).IsAssignableFrom(type))
            .Select(static type => type.Name)
            .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(TypesOfTheSdk))]
    public void Every_provider_of_the_SDK_has_a_kind(string type)
    {
        var provider = typeof(AWSCredentials).Assembly.GetTypes().Single(candidate => candidate.Name == type);

        Assert.Equal(Kinds.GetValueOrDefault(type), CredentialsSource.Of(RuntimeHelpers.GetUninitializedObject(provider)));
    }

    [Fact]
    public void A_provider_of_the_users_own_is_custom() => Assert.Equal("custom", CredentialsSource.Of(new Own()));

    [Fact]
    public void A_bearer_token_is_a_token() => Assert.Equal("token", CredentialsSource.Of(new AWSToken()));

    [Fact]
    public void No_identity_has_no_kind()
    {
        Assert.Null(CredentialsSource.Of(null));
        Assert.Null(CredentialsSource.Of("something else"));
    }

    [Fact]
    public async Task An_anonymous_call_says_so_and_has_no_key()
    {
        using var server = new ScriptedServer(Expected.Xml("<ListBucketResult><KeyCount>1</KeyCount><Contents><Key>a</Key></Contents></ListBucketResult>"));
        using var session = TestSession.Begin();
        var config = new Amazon.S3.AmazonS3Config { ServiceURL = server.Url, AuthenticationRegion = Clients.Region, ForcePathStyle = true };
        using (var client = new Amazon.S3.AmazonS3Client(new AnonymousAWSCredentials(), config))
            await client.ListObjectsV2Async(new Amazon.S3.Model.ListObjectsV2Request { BucketName = "open" }, TestContext.Current.CancellationToken);
        var operation = session.End()[0];

        SpanAssert.OperationHasExactly(
            Expected.S3("ListObjectsV2", server.Port).Without("aws.credentials.source").Plus(
                ("aws.credentials.source", "anonymous"), ("aws.s3.bucket", "open"), ("aws.s3.object_count", 1L)),
            operation);
    }

    [Fact]
    public async Task Keys_and_signatures_are_in_no_span()
    {
        using var server = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var session = TestSession.Begin();
        using (var client = Clients.DynamoDb(server.Url))
            await client.ListTablesAsync(TestContext.Current.CancellationToken);
        var spans = session.End();

        Assert.Contains("AKIDEXAMPLE", Assert.Single(server.Requests).Header("Authorization"), StringComparison.Ordinal);
        SpanAssert.NowhereHas("AKIDEXAMPLE", spans);
        SpanAssert.NowhereHas("wJalrXUtnFEMI", spans);
        SpanAssert.NowhereHas("Signature", spans);
    }

    private sealed class Own : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() => new("a", "b", null);
    }
}
