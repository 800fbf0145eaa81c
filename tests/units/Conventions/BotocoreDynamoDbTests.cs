using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using AwsOtel.Tests.SdkSpans;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Conventions;

/// <summary>
/// What the tests of Python's botocore instrumentation hold of DynamoDB holds here, by today's names:
/// <c>db.system</c>=<c>dynamodb</c> is <c>db.system.name</c>=<c>aws.dynamodb</c>, <c>db.operation</c> is <c>db.operation.name</c>,
/// <c>net.peer.name</c> is <c>server.address</c>; all <c>aws.dynamodb.*</c> names have stayed. Capacities are doubles, as the convention
/// has them. One difference is meant: an item collection's key is the value of an item, and is never told, so metrics that have nothing but
/// the key are no attribute.
/// See <see href="https://github.com/open-telemetry/opentelemetry-python-contrib/blob/main/instrumentation/opentelemetry-instrumentation-botocore/tests/test_botocore_dynamodb.py"/>.
/// </summary>
[Collection(ProcessWide.Name)]
public sealed class BotocoreDynamoDbTests
{
    private const string Canary = "canary-b07c";

    /// <summary>Operation, and the attributes that its botocore case holds together, without the <c>aws.dynamodb.</c> before each.</summary>
    public static TheoryData<string, string> BotocoreCases => new()
    {
        { "BatchGetItem", "table_names consumed_capacity" },
        { "BatchWriteItem", "table_names consumed_capacity item_collection_metrics" },
        { "CreateTable", "table_names global_secondary_indexes local_secondary_indexes provisioned_read_capacity provisioned_write_capacity" },
        { "DeleteItem", "table_names consumed_capacity item_collection_metrics" },
        { "DeleteTable", "table_names" },
        { "DescribeTable", "table_names" },
        { "GetItem", "table_names consistent_read projection consumed_capacity" },
        { "ListTables", "exclusive_start_table table_count limit" },
        { "PutItem", "table_names consumed_capacity item_collection_metrics" },
        { "Query", "table_names scan_forward attributes_to_get consistent_read index_name limit projection select consumed_capacity" },
        { "Scan", "table_names segment total_segments count scanned_count attributes_to_get consistent_read index_name limit projection select consumed_capacity" },
        { "UpdateItem", "table_names consumed_capacity item_collection_metrics" },
        { "UpdateTable", "table_names provisioned_read_capacity provisioned_write_capacity attribute_definitions global_secondary_index_updates" },
    };

    /// <summary>The cases that <see cref="DynamoDbOperationTests"/> does not have, and that its values of <c>true</c> and of all attributes need.</summary>
    public static TheoryData<OperationCase> Cases =>
    [
        Case("Query", "with everything that the convention knows",
            client => client.QueryAsync(new QueryRequest
            {
                TableName = "orders",
                IndexName = "by-day",
                Select = Select.ALL_ATTRIBUTES,
                AttributesToGet = ["id"],
                Limit = 42,
                ConsistentRead = true,
                KeyConditions = new() { ["id"] = new Condition { ComparisonOperator = ComparisonOperator.EQ, AttributeValueList = [new AttributeValue(Canary)] } },
                ScanIndexForward = true,
                ProjectionExpression = "id, total",
                ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
            }),
            """{"Items":[],"Count":0,"ScannedCount":0,"ConsumedCapacity":{"TableName":"orders","CapacityUnits":0.5}}""",
            ("aws.dynamodb.index_name", "by-day"),
            ("aws.dynamodb.select", "ALL_ATTRIBUTES"),
            ("aws.dynamodb.attributes_to_get", new[] { "id" }),
            ("aws.dynamodb.limit", 42L),
            ("aws.dynamodb.consistent_read", true),
            ("aws.dynamodb.scan_forward", true),
            ("aws.dynamodb.projection", "id, total"),
            ("aws.dynamodb.count", 0L),
            ("aws.dynamodb.scanned_count", 0L),
            ("aws.dynamodb.consumed_capacity", new[] { """{"CapacityUnits":0.5,"TableName":"orders"}""" }),
            ("aws.dynamodb.consumed_capacity_units", 0.5)),
        Case("Scan", "with everything that the convention knows",
            client => client.ScanAsync(new ScanRequest
            {
                TableName = "orders",
                IndexName = "by-day",
                Select = Select.ALL_ATTRIBUTES,
                AttributesToGet = ["id", "total"],
                Limit = 42,
                ConsistentRead = true,
                Segment = 16,
                TotalSegments = 17,
                ProjectionExpression = "id, total",
                ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
            }),
            """{"Items":[],"Count":0,"ScannedCount":0,"ConsumedCapacity":{"TableName":"orders","CapacityUnits":1}}""",
            ("aws.dynamodb.index_name", "by-day"),
            ("aws.dynamodb.select", "ALL_ATTRIBUTES"),
            ("aws.dynamodb.attributes_to_get", new[] { "id", "total" }),
            ("aws.dynamodb.limit", 42L),
            ("aws.dynamodb.consistent_read", true),
            ("aws.dynamodb.segment", 16L),
            ("aws.dynamodb.total_segments", 17L),
            ("aws.dynamodb.projection", "id, total"),
            ("aws.dynamodb.count", 0L),
            ("aws.dynamodb.scanned_count", 0L),
            ("aws.dynamodb.consumed_capacity", new[] { """{"CapacityUnits":1,"TableName":"orders"}""" }),
            ("aws.dynamodb.consumed_capacity_units", 1.0)),
        Case("DeleteItem", "with a capacity that has no units",
            client => client.DeleteItemAsync(new DeleteItemRequest { TableName = "orders", Key = Key() }),
            """{"ConsumedCapacity":{"TableName":"orders"}}""",
            ("aws.dynamodb.consumed_capacity", new[] { """{"TableName":"orders"}""" })),
        Case("UpdateItem", "with metrics that have nothing but an item's key",
            client => client.UpdateItemAsync(new UpdateItemRequest { TableName = "orders", Key = Key(), AttributeUpdates = new() { ["total"] = new AttributeValueUpdate(new AttributeValue(Canary), AttributeAction.PUT) } }),
            """{"ItemCollectionMetrics":{"ItemCollectionKey":{"id":{"S":"CANARY"}}}}""".Replace("CANARY", Canary)),
        Case("TransactGetItems", "of one table",
            client => client.TransactGetItemsAsync(new TransactGetItemsRequest { TransactItems = [new() { Get = new() { TableName = "orders", Key = Key() } }] }),
            "{}"),
    ];

    [Theory]
    [MemberData(nameof(BotocoreCases))]
    public void What_botocore_s_case_holds_together_a_case_holds_together_here(string operation, string attributes)
    {
        var wanted = attributes.Split(' ').Select(static name => "aws.dynamodb." + name);
        var cases = DynamoDbOperationTests.Cases.Concat(Cases).Select(static row => row.Data).Where(row => row.Operation == operation);

        Assert.Contains(cases, row => wanted.All(name => row.Expected.Any(pair => pair.Name == name)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Operation_span_has_exactly_the_attributes_of_the_convention(OperationCase row)
    {
        using var server = new ScriptedServer(row.Response);
        using var session = TestSession.Begin();
        await row.Call(server.Url);
        var spans = session.End();

        SpanAssert.Names(spans, "DynamoDB." + row.Operation, "script");
        SpanAssert.OperationHasExactly(Expected.DynamoDb(row.Operation, server.Port).Plus(row.Expected.ToArray()), spans[0]);
        SpanAssert.Succeeded(spans[0]);
        SpanAssert.NowhereHas(Canary, spans);
    }

    [Fact]
    public async Task Without_an_address_of_its_own_a_call_names_the_region_s_endpoint()
    {
        using var session = TestSession.Begin();
        using (var client = new AmazonDynamoDBClient(Clients.Credentials, new AmazonDynamoDBConfig { RegionEndpoint = RegionEndpoint.USWest2, HttpClientFactory = new CannedHttp() }))
            await client.ListTablesAsync(TestContext.Current.CancellationToken);
        var spans = session.End();

        Assert.Equal("dynamodb.us-west-2.amazonaws.com", spans[0].Attributes["server.address"]);
        Assert.Equal(("aws.dynamodb", "ListTables", "us-west-2"), (spans[0].Attributes["db.system.name"], spans[0].Attributes["db.operation.name"], spans[0].Attributes["cloud.region"]));
        Assert.DoesNotContain("server.port", spans[0].Attributes.Keys);
    }

    private static OperationCase Case(string operation, string note, Func<AmazonDynamoDBClient, Task> call, string response, params (string Name, object Value)[] expected) =>
        OperationCase.Of(operation, note, url => Clients.DynamoDb(url), call, Expected.Json(response),
            [("aws.dynamodb.table_names", new[] { "orders" }), ("db.collection.name", "orders"), .. expected]);

    private static Dictionary<string, AttributeValue> Key() => new() { ["id"] = new AttributeValue(Canary) };
}
