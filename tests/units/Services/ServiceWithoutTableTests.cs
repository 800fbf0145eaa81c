using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using AwsOtel.Tests.Support;
using AwsOtel.Tests.Support.Fakes;
using Xunit;

namespace AwsOtel.Tests.Services;

/// <summary>A service that has no table: what all services share, and the ARNs of its requests.</summary>
[Collection(ProcessWide.Name)]
public sealed class ServiceWithoutTableTests
{
    private const string Canary = ServiceCase.Canary;
    private const string Balancer = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188";

    public static TheoryData<ServiceCase> Cases =>
    [
        Case("with one ARN",
            new() { LoadBalancerArn = Balancer, Marker = Canary },
            Answers.Json("""{"NextMarker":"CANARY"}"""),
            ("aws.resource.arn", new[] { Balancer })),
        Case("with more than five, one of them twice",
            new() { LoadBalancerArn = Balancer, TargetGroupArns = [Group(1), Group(1), Group(2), Group(3), Group(4), Group(5)] },
            Answers.Json("{}"),
            ("aws.resource.arn", new[] { Balancer, Group(1), Group(2), Group(3), Group(4) })),
        Case("refused",
            new() { TargetGroupArns = [Group(1)] },
            Answers.JsonError("TargetGroupNotFound"),
            ("aws.resource.arn", new[] { Group(1) }), ("error.type", "TargetGroupNotFound")),
        Case("with what is an ARN by its name only, or by its value only",
            new() { LoadBalancerArn = Canary, TargetGroupArns = [Canary, ""], Names = ["arn:aws:iam::123456789012:user/" + Canary] },
            Answers.Json("{}")),
        Case("with nothing", new(), Answers.Json("{}")),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Operation_span_has_exactly_what_all_services_share(ServiceCase row) => row.Verify();

    [Fact]
    public async Task A_client_that_does_not_tell_its_service_works_and_has_its_span()
    {
        using var server = new ScriptedServer(Answers.Json("{}"));
        using var session = TestSession.Begin();
        using var client = new FakeClient("nameless", server.Url, isNamed: false);
        await client.CallAsync<DescribeTargetGroupsResponse>(new DescribeTargetGroupsRequest(), TestContext.Current.CancellationToken);

        SpanAssert.Names(session.End(), "ElasticLoadBalancingV2.DescribeTargetGroups", "script");
    }

    [Fact]
    public async Task Credentials_that_do_not_tell_when_they_expire_hinder_no_call()
    {
        using var server = new ScriptedServer(Answers.Json("{}"));
        using var session = TestSession.Begin();
        using var client = new FakeClient("Elastic Load Balancing v2", server.Url, credentials: new Untold());
        await client.CallAsync<DescribeTargetGroupsResponse>(new DescribeTargetGroupsRequest(), TestContext.Current.CancellationToken);

        var spans = session.End();
        SpanAssert.Names(spans, "Elastic Load Balancing v2.DescribeTargetGroups", "script");
        Assert.Equal(200L, spans[0].Attributes["http.response.status_code"]);
    }

    /// <summary>As somebody's own class may be.</summary>
    private sealed class Untold : AWSCredentials
    {
        public override DateTime? Expiration
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ImmutableCredentials GetCredentials() => Clients.Credentials.GetCredentials();
    }

    private static ServiceCase Case(string note, DescribeTargetGroupsRequest request, ScriptedResponse response, params (string, object)[] expected) =>
        ServiceCase.Of<DescribeTargetGroupsResponse>("Elastic Load Balancing v2", "DescribeTargetGroups", note, request, response, OtelSpanKind.Client, expected);

    private static string Group(int number) => $"arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/g{number}/73e2d6bc24d8a067";
}
