using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using AwsOtel.Engine.Conventions;
using Xunit;

namespace AwsOtel.Tests.Conventions;

public sealed class ModelJsonTests
{
    private const string Canary = "canary-d00d";

    public static TheoryData<object, string?> Models => new()
    {
        { new ProvisionedThroughput(0, 5), """{"ReadCapacityUnits":0,"WriteCapacityUnits":5}""" },
        { new ProvisionedThroughput(), null },
        { new Dictionary<string, int>(), null },
        { new List<string>(), null },
        { new Projection { ProjectionType = ProjectionType.INCLUDE, NonKeyAttributes = ["a\"b", "ü"] }, """{"NonKeyAttributes":["a\"b","ü"],"ProjectionType":"INCLUDE"}""" },
        { new Dictionary<string, Capacity> { ["by day"] = new Capacity { CapacityUnits = 0.5 } }, """{"by day":{"CapacityUnits":0.5}}""" },
        { new SSESpecification { Enabled = false, SSEType = SSEType.KMS }, """{"Enabled":false,"SSEType":"KMS"}""" },
    };

    /// <summary>Where the SDK's models hold what users keep in their tables.</summary>
    public static TheoryData<object> Contents =>
    [
        new ItemCollectionMetrics { ItemCollectionKey = new() { ["id"] = new AttributeValue(Canary) }, SizeEstimateRangeGB = [0, 1] },
        new Dictionary<string, List<ItemCollectionMetrics>> { ["orders"] = [new ItemCollectionMetrics { ItemCollectionKey = new() { ["id"] = new AttributeValue(Canary) } }] },
        new WriteRequest { PutRequest = new PutRequest { Item = new() { ["id"] = new AttributeValue(Canary) } } },
        new KeysAndAttributes { Keys = [new() { ["id"] = new AttributeValue(Canary) }], ConsistentRead = true },
        new Condition { ComparisonOperator = ComparisonOperator.EQ, AttributeValueList = [new AttributeValue(Canary)] },
        new BatchStatementRequest { Parameters = [new AttributeValue(Canary)] },
        new Dictionary<string, AttributeValue> { ["id"] = new AttributeValue(Canary) },
        new List<AttributeValue> { new(Canary) },
        new AttributeValue(Canary),
        new AttributeValue { SS = [Canary] },
        new AttributeValue { M = new() { ["id"] = new AttributeValue(Canary) } },
        new AttributeValue { B = new MemoryStream("canary-d00d"u8.ToArray()) },
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void Model_is_its_set_members_under_the_APIs_names(object model, string? expected) => Assert.Equal(expected, ModelJson.Render(model));

    [Theory]
    [MemberData(nameof(Contents))]
    public void Item_and_key_values_are_never_rendered(object model) => Assert.DoesNotContain(Canary, ModelJson.Render(model) ?? "", StringComparison.Ordinal);

    [Fact]
    public void A_cycle_comes_to_an_end()
    {
        var loop = new Loop { Name = "a" };
        loop.Next = loop;

        Assert.Contains("\"a\"", ModelJson.Render(loop), StringComparison.Ordinal);
    }

    private sealed class Loop
    {
        public string? Name { get; init; }

        public Loop? Next { get; set; }
    }
}
