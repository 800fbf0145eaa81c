using System.Diagnostics;
using Amazon;
using Amazon.DynamoDBv2;
using AwsOtel.Engine.SdkSpans;
using AwsOtel.Engine.Session;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.SdkSpans;

/// <summary>Region, address and kind of the endpoint that a call went to.</summary>
[Collection(ProcessWide.Name)]
public sealed class EndpointTests
{
    public static TheoryData<string, Action<AmazonDynamoDBConfig>, string, (string, object)[]> Endpoints => new()
    {
        {
            "a region", config => config.RegionEndpoint = RegionEndpoint.USWest2, "https://dynamodb.us-west-2.amazonaws.com/",
            [("cloud.region", "us-west-2"), ("server.address", "dynamodb.us-west-2.amazonaws.com")]
        },
        {
            "a FIPS endpoint", config => (config.RegionEndpoint, config.UseFIPSEndpoint) = (RegionEndpoint.USEast1, true), "https://dynamodb-fips.us-east-1.amazonaws.com/",
            [("cloud.region", "us-east-1"), ("server.address", "dynamodb-fips.us-east-1.amazonaws.com"), ("aws.endpoint.fips", true)]
        },
        {
            "a dual-stack endpoint", config => (config.RegionEndpoint, config.UseDualstackEndpoint) = (RegionEndpoint.USEast1, true), "https://dynamodb.us-east-1.api.aws/",
            [("cloud.region", "us-east-1"), ("server.address", "dynamodb.us-east-1.api.aws"), ("aws.endpoint.dualstack", true)]
        },
        {
            "a custom endpoint with a region to sign for", config => (config.ServiceURL, config.AuthenticationRegion) = ("https://db.example.org", "ap-south-1"), "https://db.example.org/",
            [("cloud.region", "ap-south-1"), ("server.address", "db.example.org")]
        },
        {
            "a custom port", config => (config.ServiceURL, config.AuthenticationRegion) = ("https://db.example.org:8443", "ap-south-1"), "https://db.example.org:8443/",
            [("cloud.region", "ap-south-1"), ("server.address", "db.example.org"), ("server.port", 8443L)]
        },
        {
            "the default port of http, typed", config => (config.ServiceURL, config.AuthenticationRegion) = ("http://db.example.org:80", "ap-south-1"), "http://db.example.org/",
            [("cloud.region", "ap-south-1"), ("server.address", "db.example.org")]
        },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Span_tells_region_and_address_of(string what, Action<AmazonDynamoDBConfig> configure, string address, (string, object)[] expected)
    {
        Assert.NotEmpty(what);
        var http = new CannedHttp();
        var config = new AmazonDynamoDBConfig { HttpClientFactory = http, MaxErrorRetry = 0, AccountIdEndpointMode = Amazon.Runtime.AccountIdEndpointMode.DISABLED };
        configure(config);
        using var session = TestSession.Begin();
        using (var client = new AmazonDynamoDBClient(Clients.Credentials, config))
            await client.ListTablesAsync(TestContext.Current.CancellationToken);
        var spans = session.End();

        Assert.Equal(address, Assert.Single(http.Addresses).ToString());
        SpanAssert.OperationHasExactly(
            Expected.DynamoDb("ListTables", 0).Without("cloud.region", "server.address", "server.port").Plus(("aws.dynamodb.table_count", 0L)).Plus(expected),
            spans[0]);
    }

    [Theory]
    [InlineData("https://a.example", "a.example", null)]
    [InlineData("https://a.example:443", "a.example", null)]
    [InlineData("http://a.example:80/path?query=1", "a.example", null)]
    [InlineData("http://a.example:443", "a.example", 443)]
    [InlineData("http://127.0.0.1:4566", "127.0.0.1", 4566)]
    [InlineData("http://[::1]:4566", "::1", 4566)]
    public void Port_is_told_where_it_is_not_the_schemes_own(string address, string host, int? port)
    {
        using var span = new Activity("call");
        CallDetails.SetServer(new SpanAttributes(span), new Uri(address));

        Assert.Equal(host, span.GetTagItem("server.address"));
        Assert.Equal(port, span.GetTagItem("server.port"));
    }

    [Fact]
    public void Nothing_is_told_of_an_endpoint_that_was_never_resolved()
    {
        using var span = new Activity("call");
        CallDetails.SetServer(new SpanAttributes(span), null);

        Assert.Empty(span.TagObjects);
    }
}
