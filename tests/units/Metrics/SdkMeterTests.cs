using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime.Telemetry.Metrics;
using AwsOtel.Engine.Metrics;
using AwsOtel.Engine.Session;
using AwsOtel.Tests.Support;
using AwsOtel.Tests.Support.Fakes;
using Xunit;
using SdkAttributes = Amazon.Runtime.Telemetry.Attributes;

namespace AwsOtel.Tests.Metrics;

/// <summary>The AWSSDK's own <c>client.*</c> instruments, and the one place in the process that the SDK asks for them.</summary>
[Collection(ProcessWide.Name)]
public sealed class SdkMeterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static MeterProvider Registered => AWSConfigs.TelemetryProvider.MeterProvider;

    [Fact]
    public async Task Each_service_s_values_are_on_its_own_meter_and_add_up_to_its_calls()
    {
        using var tables = new ScriptedServer(Expected.Json("{}"));
        using var buckets = new ScriptedServer(Expected.Xml());
        var run = await MetricRun.Of(async () =>
        {
            using var dynamoDb = Clients.DynamoDb(tables.Url);
            using var s3 = Clients.S3(buckets.Url);
            for (var i = 0; i < 3; i++)
                await dynamoDb.ListTablesAsync(Cancellation);
            for (var i = 0; i < 2; i++)
                await s3.DeleteBucketAsync("logs", Cancellation);
            await dynamoDb.DescribeTableAsync("orders", Cancellation);
        });

        var ofSdk = run.Values.Where(static value => value.Scope != "AwsOtel").ToArray();
        Assert.Equal(["AWSSDK.DynamoDB", "AWSSDK.S3"], ofSdk.Select(static value => value.Scope).Distinct().Order(StringComparer.Ordinal));
        Assert.All(ofSdk, static value => Assert.StartsWith("client.", value.Name, StringComparison.Ordinal));
        Assert.All(ofSdk, static value => Assert.Equal(value.Scope, "AWSSDK." + value.Tags["rpc.service"]));
        Assert.All(ofSdk.Where(static value => value.Tags.ContainsKey("rpc.method")), static value => Assert.Equal(value.Scope == "AWSSDK.S3", value.Tags["rpc.method"] is "DeleteBucket"));
        Assert.Equal(
            ["AWSSDK.DynamoDB DescribeTable 1", "AWSSDK.DynamoDB ListTables 3", "AWSSDK.S3 DeleteBucket 2"],
            ofSdk.Where(static value => value.Name == "client.call.duration").Select(static value => $"{value.Scope} {value.Tags["rpc.method"]} {value.Count}").Order(StringComparer.Ordinal));
        Assert.All(ofSdk.Where(static value => value.Name.EndsWith("duration", StringComparison.Ordinal)), static value => Assert.Equal("s", value.Unit));
    }

    [Fact]
    public async Task A_service_that_is_not_one_of_ours_has_its_meter_too()
    {
        using var server = new ScriptedServer(Answers.Json("{}"));
        var run = await MetricRun.Of(async () =>
        {
            using var client = new FakeClient("Elastic Load Balancing v2", server.Url);
            await client.CallAsync<Amazon.ElasticLoadBalancingV2.Model.DescribeTargetGroupsResponse>(new Amazon.ElasticLoadBalancingV2.Model.DescribeTargetGroupsRequest(), Cancellation);
        });

        var duration = Assert.Single(run.Values, static value => value.Name == "client.call.duration");
        Assert.Equal(("AWSSDK.Elastic Load Balancing v2", 1), (duration.Scope, duration.Count));
    }

    [Fact]
    public async Task A_client_that_outlives_a_session_is_counted_in_the_next()
    {
        using var server = new ScriptedServer(Expected.Json("{}"));
        AmazonDynamoDBClient? client = null;
        await MetricRun.Of(() => (client = Clients.DynamoDb(server.Url)).ListTablesAsync(Cancellation));
        await client!.ListTablesAsync(Cancellation);
        var second = await MetricRun.Of(() => client.ListTablesAsync(Cancellation));
        client.Dispose();

        Assert.Equal(1, Assert.Single(second.Own("rpc.client.call.duration")).Count);
        Assert.Equal(1, Assert.Single(second.Values, static value => value.Name == "client.call.duration").Count);
    }

    [Fact]
    public void A_session_with_metrics_takes_the_place_and_gives_it_back()
    {
        var before = Registered;
        using (var session = Begin(OtelMetricExporter.Console))
        {
            Assert.IsType<SdkMeterProvider>(Registered);
            Assert.True(ClientMetrics.Enabled);
            session.EndWithCounts();
        }

        Assert.Same(before, Registered);
        Assert.False(ClientMetrics.Enabled);
    }

    [Fact]
    public void A_nested_session_leaves_the_place_to_the_outer_one()
    {
        var before = Registered;
        using var outer = Begin(OtelMetricExporter.Console);
        var during = Registered;
        using (var inner = TestSession.Begin(outer: outer))
            inner.EndWithCounts();

        Assert.Same(during, Registered);
        outer.EndWithCounts();
        Assert.Same(before, Registered);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(OtelMetricExporter.None)]
    public async Task Without_a_metrics_exporter_nothing_is_measured(OtelMetricExporter? exporter)
    {
        var before = Registered;
        using var server = new ScriptedServer(Expected.Json("{}"));
        using var session = Begin(exporter);
        using (var client = Clients.DynamoDb(server.Url))
            await client.ListTablesAsync(Cancellation);

        Assert.Same(before, Registered);
        Assert.False(ClientMetrics.Enabled);
        Assert.Null(session.Session.Pipeline.Metrics);
        SpanAssert.Names(session.End(), "DynamoDB.ListTables", "script");
    }

    [Fact]
    public async Task A_user_s_own_provider_stays_and_keeps_its_values()
    {
        var before = Registered;
        var own = new OwnProvider();
        AWSConfigs.TelemetryProvider.RegisterMeterProvider(own);
        try
        {
            using var server = new ScriptedServer(Expected.Json("{}"));
            var run = await MetricRun.Of(async () =>
            {
                Assert.Same(own, Registered);
                using var client = Clients.DynamoDb(server.Url);
                await client.ListTablesAsync(Cancellation);
            });

            Assert.Same(own, Registered);
            Assert.Contains("AWSSDK.DynamoDB client.call.duration", own.Measured);
            // The conventions' metrics are ours to give all the same; the SDK's are the user's.
            Assert.All(run.Values, static value => Assert.Equal("AwsOtel", value.Scope));
            Assert.Equal(1, Assert.Single(run.Own("rpc.client.call.duration")).Count);
        }
        finally
        {
            AWSConfigs.TelemetryProvider.RegisterMeterProvider(before);
        }
    }

    [Fact]
    public void A_provider_that_the_user_registers_during_a_session_stays_after_it()
    {
        var before = Registered;
        var own = new OwnProvider();
        try
        {
            using (var session = Begin(OtelMetricExporter.Console))
            {
                AWSConfigs.TelemetryProvider.RegisterMeterProvider(own);
                session.EndWithCounts();
            }

            Assert.Same(own, Registered);
        }
        finally
        {
            AWSConfigs.TelemetryProvider.RegisterMeterProvider(before);
        }

        using (var next = Begin(OtelMetricExporter.Console))
            next.EndWithCounts();
        Assert.Same(before, Registered);
    }

    private static TestSession Begin(OtelMetricExporter? exporter) => TestSession.Begin(
        new SessionRequest { Name = "script", Exporter = [OtelExporter.Memory], MetricExporter = exporter is { } wanted ? [wanted] : null });

    /// <summary>What a user of the SDK's metrics has: a provider that notes what is measured.</summary>
    private sealed class OwnProvider : MeterProvider
    {
        public HashSet<string> Measured { get; } = [];

        public override Meter GetMeter(string scope, SdkAttributes? attributes = null) => new OwnMeter(scope, Measured);
    }

    private sealed class OwnMeter(string scope, HashSet<string> measured) : Meter
    {
        public override UpDownCounter<T> CreateUpDownCounter<T>(string name, string? units = null, string? description = null) => new OwnUpDownCounter<T>();

        public override MonotonicCounter<T> CreateMonotonicCounter<T>(string name, string? units = null, string? description = null) => new OwnCounter<T>();

        public override Histogram<T> CreateHistogram<T>(string name, string? units = null, string? description = null) => new OwnHistogram<T>($"{scope} {name}", measured);
    }

    private sealed class OwnUpDownCounter<T> : UpDownCounter<T>
        where T : struct
    {
        public override void Add(T value, SdkAttributes? attributes = null)
        {
            // Not asked for.
        }
    }

    private sealed class OwnCounter<T> : MonotonicCounter<T>
        where T : struct
    {
        public override void Add(T value, SdkAttributes? attributes = null)
        {
            // Not asked for.
        }
    }

    private sealed class OwnHistogram<T>(string name, HashSet<string> measured) : Histogram<T>
        where T : struct
    {
        public override void Record(T value, SdkAttributes? attributes = null)
        {
            lock (measured)
                measured.Add(name);
        }
    }
}
