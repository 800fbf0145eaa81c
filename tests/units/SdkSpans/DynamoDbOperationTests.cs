using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.SdkSpans;

/// <summary>
/// DynamoDB's table, row by row. See <see href="https://opentelemetry.io/docs/specs/semconv/database/dynamodb/"/>. Every value of an item,
/// key, expression or statement is the canary, which must appear nowhere.
/// </summary>
[Collection(ProcessWide.Name)]
public sealed class DynamoDbOperationTests
{
    private const string Canary = "canary-7f3a";
    private const string Metrics = """{"ItemCollectionKey":{"id":{"S":"CANARY"}},"SizeEstimateRangeGB":[0.0,1.0]}""";

    public static TheoryData<OperationCase> Cases =>
    [
        Case("GetItem", "", "orders",
            client => client.GetItemAsync(new GetItemRequest { TableName = "orders", Key = Item(), ConsistentRead = true, ProjectionExpression = "id, total", ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL }),
            """{"Item":{"id":{"S":"CANARY"}},"ConsumedCapacity":{"TableName":"orders","CapacityUnits":0.5}}""",
            ("aws.dynamodb.consistent_read", true),
            ("aws.dynamodb.projection", "id, total"),
            ("aws.dynamodb.consumed_capacity", new[] { """{"CapacityUnits":0.5,"TableName":"orders"}""" }),
            ("aws.dynamodb.consumed_capacity_units", 0.5)),
        Case("GetItem", "false is a value", "orders",
            client => client.GetItemAsync(new GetItemRequest { TableName = "orders", Key = Item(), ConsistentRead = false }),
            "{}",
            ("aws.dynamodb.consistent_read", false)),
        Case("GetItem", "nothing set", "orders",
            client => client.GetItemAsync(new GetItemRequest { TableName = "orders", Key = Item() }),
            "{}"),
        Case("GetItem", "by an ARN, with every capacity", "arn:aws:dynamodb:eu-west-1:123456789012:table/orders",
            client => client.GetItemAsync(new GetItemRequest { TableName = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders", Key = Item(), ReturnConsumedCapacity = ReturnConsumedCapacity.INDEXES }),
            """{"ConsumedCapacity":{"TableName":"orders","CapacityUnits":3,"ReadCapacityUnits":2,"WriteCapacityUnits":1,"Table":{"CapacityUnits":1},"GlobalSecondaryIndexes":{"by-day":{"CapacityUnits":1.5}},"LocalSecondaryIndexes":{"by-total":{"CapacityUnits":0}}}}""",
            ("aws.dynamodb.consumed_capacity", new[] { """{"CapacityUnits":3,"GlobalSecondaryIndexes":{"by-day":{"CapacityUnits":1.5}},"LocalSecondaryIndexes":{"by-total":{"CapacityUnits":0}},"ReadCapacityUnits":2,"Table":{"CapacityUnits":1},"TableName":"orders","WriteCapacityUnits":1}""" }),
            ("aws.dynamodb.consumed_capacity_units", 3.0)),
        Case("PutItem", "", "orders",
            client => client.PutItemAsync(new PutItemRequest
            {
                TableName = "orders",
                Item = Item(),
                ConditionExpression = "attribute_not_exists(id) OR total < :least",
                ExpressionAttributeValues = Values(),
                ReturnValues = ReturnValue.ALL_OLD,
            }),
            """{"Attributes":{"id":{"S":"CANARY"}},"ConsumedCapacity":{"TableName":"orders","CapacityUnits":1},"ItemCollectionMetrics":METRICS}""",
            ("aws.dynamodb.consumed_capacity", new[] { """{"CapacityUnits":1,"TableName":"orders"}""" }),
            ("aws.dynamodb.consumed_capacity_units", 1.0),
            ("aws.dynamodb.item_collection_metrics", """{"SizeEstimateRangeGB":[0,1]}""")),
        Case("PutItem", "nothing came back", "orders",
            client => client.PutItemAsync(new PutItemRequest { TableName = "orders", Item = Item() }),
            "{}"),
        Case("UpdateItem", "", "orders",
            client => client.UpdateItemAsync(new UpdateItemRequest { TableName = "orders", Key = Item(), UpdateExpression = "SET total = :least", ExpressionAttributeValues = Values() }),
            """{"Attributes":{"id":{"S":"CANARY"}},"ConsumedCapacity":{"TableName":"orders","CapacityUnits":0},"ItemCollectionMetrics":METRICS}""",
            ("aws.dynamodb.consumed_capacity", new[] { """{"CapacityUnits":0,"TableName":"orders"}""" }),
            ("aws.dynamodb.consumed_capacity_units", 0.0),
            ("aws.dynamodb.item_collection_metrics", """{"SizeEstimateRangeGB":[0,1]}""")),
        Case("DeleteItem", "", "orders",
            client => client.DeleteItemAsync(new DeleteItemRequest { TableName = "orders", Key = Item(), ConditionExpression = "total = :least", ExpressionAttributeValues = Values() }),
            """{"Attributes":{"id":{"S":"CANARY"}},"ConsumedCapacity":{"TableName":"orders","CapacityUnits":2},"ItemCollectionMetrics":METRICS}""",
            ("aws.dynamodb.consumed_capacity", new[] { """{"CapacityUnits":2,"TableName":"orders"}""" }),
            ("aws.dynamodb.consumed_capacity_units", 2.0),
            ("aws.dynamodb.item_collection_metrics", """{"SizeEstimateRangeGB":[0,1]}""")),
        Case("Query", "", "orders",
            client => client.QueryAsync(new QueryRequest
            {
                TableName = "orders",
                IndexName = "by-day",
                KeyConditionExpression = "id = :least",
                ExpressionAttributeValues = Values(),
                ExclusiveStartKey = Item(),
                ScanIndexForward = false,
                ConsistentRead = false,
                Limit = 25,
                ProjectionExpression = "id",
                Select = Select.SPECIFIC_ATTRIBUTES,
            }),
            """{"Items":[{"id":{"S":"CANARY"}}],"Count":1,"ScannedCount":7,"LastEvaluatedKey":{"id":{"S":"CANARY"}},"ConsumedCapacity":{"TableName":"orders","CapacityUnits":0.5}}""",
            ("aws.dynamodb.index_name", "by-day"),
            ("aws.dynamodb.scan_forward", false),
            ("aws.dynamodb.consistent_read", false),
            ("aws.dynamodb.limit", 25L),
            ("aws.dynamodb.projection", "id"),
            ("aws.dynamodb.select", "SPECIFIC_ATTRIBUTES"),
            ("aws.dynamodb.count", 1L),
            ("aws.dynamodb.scanned_count", 7L),
            ("aws.dynamodb.consumed_capacity", new[] { """{"CapacityUnits":0.5,"TableName":"orders"}""" }),
            ("aws.dynamodb.consumed_capacity_units", 0.5)),
        Case("Query", "found nothing", "orders",
            client => client.QueryAsync(new QueryRequest { TableName = "orders", AttributesToGet = ["id", "total"], KeyConditions = Conditions() }),
            """{"Items":[],"Count":0,"ScannedCount":0}""",
            ("aws.dynamodb.attributes_to_get", new[] { "id", "total" }),
            ("aws.dynamodb.count", 0L),
            ("aws.dynamodb.scanned_count", 0L)),
        Case("Scan", "", "orders",
            client => client.ScanAsync(new ScanRequest
            {
                TableName = "orders",
                IndexName = "by-day",
                Segment = 0,
                TotalSegments = 4,
                ConsistentRead = true,
                Limit = 100,
                AttributesToGet = ["id"],
                ScanFilter = Conditions(),
                Select = Select.ALL_PROJECTED_ATTRIBUTES,
            }),
            """{"Items":[{"id":{"S":"CANARY"}}],"Count":1,"ScannedCount":100,"ConsumedCapacity":{"TableName":"orders","CapacityUnits":12.5}}""",
            ("aws.dynamodb.index_name", "by-day"),
            ("aws.dynamodb.segment", 0L),
            ("aws.dynamodb.total_segments", 4L),
            ("aws.dynamodb.consistent_read", true),
            ("aws.dynamodb.limit", 100L),
            ("aws.dynamodb.attributes_to_get", new[] { "id" }),
            ("aws.dynamodb.select", "ALL_PROJECTED_ATTRIBUTES"),
            ("aws.dynamodb.count", 1L),
            ("aws.dynamodb.scanned_count", 100L),
            ("aws.dynamodb.consumed_capacity", new[] { """{"CapacityUnits":12.5,"TableName":"orders"}""" }),
            ("aws.dynamodb.consumed_capacity_units", 12.5)),
        Case("Scan", "with a projection and a filter", "orders",
            client => client.ScanAsync(new ScanRequest { TableName = "orders", ProjectionExpression = "id", FilterExpression = "total > :least", ExpressionAttributeValues = Values() }),
            """{"Items":[],"Count":0,"ScannedCount":0}""",
            ("aws.dynamodb.projection", "id"),
            ("aws.dynamodb.count", 0L),
            ("aws.dynamodb.scanned_count", 0L)),
        Case("BatchGetItem", "of two tables, one not finished", "orders users",
            client => client.BatchGetItemAsync(new BatchGetItemRequest
            {
                RequestItems = new() { ["orders"] = new KeysAndAttributes { Keys = [Item(), Item()] }, ["users"] = new KeysAndAttributes { Keys = [Item()] } },
            }),
            """{"Responses":{"orders":[{"id":{"S":"CANARY"}}]},"UnprocessedKeys":{"orders":{"Keys":[{"id":{"S":"CANARY"}},{"id":{"S":"CANARY"}}]},"users":{"Keys":[{"id":{"S":"CANARY"}}]}},"ConsumedCapacity":[{"TableName":"orders","CapacityUnits":1},{"TableName":"users","CapacityUnits":0.5}]}""",
            ("aws.dynamodb.consumed_capacity", new[] { """{"CapacityUnits":1,"TableName":"orders"}""", """{"CapacityUnits":0.5,"TableName":"users"}""" }),
            ("aws.dynamodb.consumed_capacity_units", 1.5),
            ("aws.dynamodb.unprocessed_count", 3L),
            ("aws.batch.failed_count", 3L),
            ("error.type", "PartialFailure")),
        Case("BatchGetItem", "of one table, finished", "orders",
            client => client.BatchGetItemAsync(new BatchGetItemRequest { RequestItems = new() { ["orders"] = new KeysAndAttributes { Keys = [Item()] } } }),
            """{"Responses":{"orders":[]},"UnprocessedKeys":{}}""",
            ("aws.dynamodb.unprocessed_count", 0L)),
        Case("BatchWriteItem", "with two requests not processed", "orders users",
            client => client.BatchWriteItemAsync(new BatchWriteItemRequest
            {
                RequestItems = new()
                {
                    ["orders"] = [new WriteRequest { PutRequest = new PutRequest { Item = Item() } }, new WriteRequest { DeleteRequest = new DeleteRequest { Key = Item() } }],
                    ["users"] = [new WriteRequest { PutRequest = new PutRequest { Item = Item() } }],
                },
            }),
            """{"UnprocessedItems":{"orders":[{"PutRequest":{"Item":{"id":{"S":"CANARY"}}}},{"DeleteRequest":{"Key":{"id":{"S":"CANARY"}}}}]},"ItemCollectionMetrics":{"orders":[METRICS]},"ConsumedCapacity":[{"TableName":"orders","CapacityUnits":2},{"TableName":"users","CapacityUnits":1}]}""",
            ("aws.dynamodb.consumed_capacity", new[] { """{"CapacityUnits":2,"TableName":"orders"}""", """{"CapacityUnits":1,"TableName":"users"}""" }),
            ("aws.dynamodb.consumed_capacity_units", 3.0),
            ("aws.dynamodb.item_collection_metrics", """{"orders":[{"SizeEstimateRangeGB":[0,1]}]}"""),
            ("aws.dynamodb.unprocessed_count", 2L),
            ("aws.batch.failed_count", 2L),
            ("error.type", "PartialFailure")),
        Case("BatchWriteItem", "processed", "orders",
            client => client.BatchWriteItemAsync(new BatchWriteItemRequest { RequestItems = new() { ["orders"] = [new WriteRequest { PutRequest = new PutRequest { Item = Item() } }] } }),
            """{"UnprocessedItems":{}}""",
            ("aws.dynamodb.unprocessed_count", 0L)),
        Case("CreateTable", "with indexes", "orders",
            client => client.CreateTableAsync(new CreateTableRequest
            {
                TableName = "orders",
                AttributeDefinitions = [new AttributeDefinition("id", ScalarAttributeType.S)],
                KeySchema = [new KeySchemaElement("id", KeyType.HASH)],
                ProvisionedThroughput = new ProvisionedThroughput(5, 6),
                GlobalSecondaryIndexes =
                [
                    new GlobalSecondaryIndex
                    {
                        IndexName = "by-day",
                        KeySchema = [new KeySchemaElement("day", KeyType.HASH)],
                        Projection = new Projection { ProjectionType = ProjectionType.INCLUDE, NonKeyAttributes = ["total"] },
                        ProvisionedThroughput = new ProvisionedThroughput(1, 2),
                    },
                ],
                LocalSecondaryIndexes =
                [
                    new LocalSecondaryIndex
                    {
                        IndexName = "by-total",
                        KeySchema = [new KeySchemaElement("id", KeyType.HASH), new KeySchemaElement("total", KeyType.RANGE)],
                        Projection = new Projection { ProjectionType = ProjectionType.KEYS_ONLY },
                    },
                    new LocalSecondaryIndex { IndexName = "by-name" },
                ],
            }),
            """{"TableDescription":{"TableName":"orders","TableStatus":"CREATING"}}""",
            ("aws.dynamodb.global_secondary_indexes", new[] { """{"IndexName":"by-day","KeySchema":[{"AttributeName":"day","KeyType":"HASH"}],"Projection":{"NonKeyAttributes":["total"],"ProjectionType":"INCLUDE"},"ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":2}}""" }),
            ("aws.dynamodb.local_secondary_indexes", new[] { """{"IndexName":"by-total","KeySchema":[{"AttributeName":"id","KeyType":"HASH"},{"AttributeName":"total","KeyType":"RANGE"}],"Projection":{"ProjectionType":"KEYS_ONLY"}}""", """{"IndexName":"by-name"}""" }),
            ("aws.dynamodb.provisioned_read_capacity", 5.0),
            ("aws.dynamodb.provisioned_write_capacity", 6.0)),
        Case("CreateTable", "on demand", "orders",
            client => client.CreateTableAsync(new CreateTableRequest { TableName = "orders", BillingMode = BillingMode.PAY_PER_REQUEST, KeySchema = [new KeySchemaElement("id", KeyType.HASH)] }),
            "{}"),
        Case("UpdateTable", "", "orders",
            client => client.UpdateTableAsync(new UpdateTableRequest
            {
                TableName = "orders",
                AttributeDefinitions = [new AttributeDefinition("day", ScalarAttributeType.S), new AttributeDefinition("total", ScalarAttributeType.N)],
                ProvisionedThroughput = new ProvisionedThroughput(0, 8),
                GlobalSecondaryIndexUpdates =
                [
                    new GlobalSecondaryIndexUpdate { Delete = new DeleteGlobalSecondaryIndexAction { IndexName = "by-day" } },
                    new GlobalSecondaryIndexUpdate { Update = new UpdateGlobalSecondaryIndexAction { IndexName = "by-total", ProvisionedThroughput = new ProvisionedThroughput(3, 4) } },
                ],
            }),
            """{"TableDescription":{"TableName":"orders"}}""",
            ("aws.dynamodb.attribute_definitions", new[] { """{"AttributeName":"day","AttributeType":"S"}""", """{"AttributeName":"total","AttributeType":"N"}""" }),
            ("aws.dynamodb.global_secondary_index_updates", new[] { """{"Delete":{"IndexName":"by-day"}}""", """{"Update":{"IndexName":"by-total","ProvisionedThroughput":{"ReadCapacityUnits":3,"WriteCapacityUnits":4}}}""" }),
            ("aws.dynamodb.provisioned_read_capacity", 0.0),
            ("aws.dynamodb.provisioned_write_capacity", 8.0)),
        Case("DeleteTable", "", "orders",
            client => client.DeleteTableAsync(new DeleteTableRequest { TableName = "orders" }),
            """{"TableDescription":{"TableName":"orders","TableStatus":"DELETING"}}"""),
        Case("DescribeTable", "", "orders",
            client => client.DescribeTableAsync(new DescribeTableRequest { TableName = "orders" }),
            """{"Table":{"TableName":"orders","ItemCount":3}}"""),
        Case("ListTables", "", "",
            client => client.ListTablesAsync(new ListTablesRequest { ExclusiveStartTableName = "orders", Limit = 10 }),
            """{"TableNames":["users","visits"],"LastEvaluatedTableName":"visits"}""",
            ("aws.dynamodb.exclusive_start_table", "orders"),
            ("aws.dynamodb.limit", 10L),
            ("aws.dynamodb.table_count", 2L)),
        Case("ListTables", "of none", "",
            client => client.ListTablesAsync(new ListTablesRequest()),
            """{"TableNames":[]}""",
            ("aws.dynamodb.table_count", 0L)),
        Case("TransactGetItems", "of two tables", "orders users",
            client => client.TransactGetItemsAsync(new TransactGetItemsRequest { TransactItems = [Get("orders"), Get("users"), Get("orders")] }),
            """{"Responses":[{"Item":{"id":{"S":"CANARY"}}}],"ConsumedCapacity":[{"TableName":"orders","CapacityUnits":2},{"TableName":"users","CapacityUnits":2}]}""",
            ("aws.dynamodb.consumed_capacity", new[] { """{"CapacityUnits":2,"TableName":"orders"}""", """{"CapacityUnits":2,"TableName":"users"}""" }),
            ("aws.dynamodb.consumed_capacity_units", 4.0)),
        Case("TransactWriteItems", "of every kind", "orders users carts stock",
            client => client.TransactWriteItemsAsync(new TransactWriteItemsRequest
            {
                ClientRequestToken = "token",
                TransactItems =
                [
                    new TransactWriteItem { Put = new Put { TableName = "orders", Item = Item() } },
                    new TransactWriteItem { Update = new Update { TableName = "users", Key = Item(), UpdateExpression = "SET total = :least", ExpressionAttributeValues = Values() } },
                    new TransactWriteItem { Delete = new Delete { TableName = "carts", Key = Item() } },
                    new TransactWriteItem { ConditionCheck = new ConditionCheck { TableName = "stock", Key = Item(), ConditionExpression = "total > :least", ExpressionAttributeValues = Values() } },
                ],
            }),
            """{"ConsumedCapacity":[{"TableName":"orders","CapacityUnits":2}],"ItemCollectionMetrics":{"orders":[METRICS]}}""",
            ("aws.dynamodb.consumed_capacity", new[] { """{"CapacityUnits":2,"TableName":"orders"}""" }),
            ("aws.dynamodb.consumed_capacity_units", 2.0)),
        Case("TransactWriteItems", "of one table", "orders",
            client => client.TransactWriteItemsAsync(new TransactWriteItemsRequest
            {
                ClientRequestToken = "token",
                TransactItems = [new TransactWriteItem { Put = new Put { TableName = "orders", Item = Item() } }, new TransactWriteItem { Delete = new Delete { TableName = "orders", Key = Item() } }],
            }),
            "{}"),
        Case("ExecuteStatement", "", "orders",
            client => client.ExecuteStatementAsync(new ExecuteStatementRequest
            {
                Statement = $"""SELECT * FROM "orders"."by-day" WHERE id = '{Canary}' AND total = ?""",
                Parameters = [new AttributeValue(Canary)],
                ConsistentRead = true,
                Limit = 5,
            }),
            """{"Items":[{"id":{"S":"CANARY"}}],"ConsumedCapacity":{"TableName":"orders","CapacityUnits":0.5}}""",
            ("aws.dynamodb.consumed_capacity", new[] { """{"CapacityUnits":0.5,"TableName":"orders"}""" }),
            ("aws.dynamodb.consumed_capacity_units", 0.5)),
        Case("ExecuteStatement", "of a table that cannot be told", "",
            client => client.ExecuteStatementAsync(new ExecuteStatementRequest { Statement = $"EXISTS (SELECT * FROM orders WHERE id = '{Canary}')" }),
            "{}"),
        Case("BatchExecuteStatement", "", "orders users",
            client => client.BatchExecuteStatementAsync(new BatchExecuteStatementRequest
            {
                Statements =
                [
                    new BatchStatementRequest { Statement = $"INSERT INTO orders VALUE {{'id': '{Canary}'}}" },
                    new BatchStatementRequest { Statement = $"UPDATE \"users\" SET name = '{Canary}' WHERE id = ?", Parameters = [new AttributeValue(Canary)] },
                    new BatchStatementRequest { Statement = $"DELETE FROM orders WHERE id = '{Canary}'" },
                ],
            }),
            """{"Responses":[{"TableName":"orders"},{"TableName":"users","Item":{"id":{"S":"CANARY"}}},{"TableName":"orders"}],"ConsumedCapacity":[{"TableName":"orders","CapacityUnits":2},{"TableName":"users","CapacityUnits":1}]}""",
            ("aws.dynamodb.consumed_capacity", new[] { """{"CapacityUnits":2,"TableName":"orders"}""", """{"CapacityUnits":1,"TableName":"users"}""" }),
            ("aws.dynamodb.consumed_capacity_units", 3.0)),
        Case("BatchExecuteStatement", "with failed statements", "orders",
            client => client.BatchExecuteStatementAsync(new BatchExecuteStatementRequest { Statements = [Insert(), Insert(), Insert(), Insert()] }),
            """{"Responses":[{"TableName":"orders"},{"Error":{"Code":"DuplicateItem","Message":"CANARY"}},{"Error":{"Code":"ThrottlingError","Message":"CANARY"}},{"Error":{"Code":"DuplicateItem","Message":"CANARY","Item":{"id":{"S":"CANARY"}}}}]}""",
            ("aws.batch.failed_count", 3L),
            ("aws.batch.error_codes", new[] { "DuplicateItem", "ThrottlingError" }),
            ("error.type", "PartialFailure")),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Operation_span_has_exactly_the_attributes_of_the_convention(OperationCase row)
    {
        using var server = new ScriptedServer(row.Response);
        using var session = TestSession.Begin();
        await row.Call(server.Url);
        var spans = session.End();

        SpanAssert.Names(spans, "DynamoDB." + row.Operation, "script");
        var (operation, script) = (spans[0], spans[1]);
        SpanAssert.OperationHasExactly(Expected.DynamoDb(row.Operation, server.Port).Plus(row.Expected.ToArray()), operation);
        SpanAssert.Succeeded(operation);
        Assert.Equal(OtelSpanKind.Client, operation.Kind);
        Assert.Equal(script.SpanId, operation.ParentSpanId);
        Assert.Equal(script.TraceId, operation.TraceId);
        SpanAssert.NowhereHas(Canary, spans);
    }

    private static OperationCase Case(
        string operation, string note, string tables, Func<AmazonDynamoDBClient, Task> call, string response, params (string Name, object Value)[] expected)
    {
        var names = tables.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        (string, object)[] told = names switch
        {
            [] => [],
            [var only] => [("aws.dynamodb.table_names", names), ("db.collection.name", only)],
            _ => [("aws.dynamodb.table_names", names)],
        };
        var answer = Expected.Json(response.Replace("METRICS", Metrics).Replace("CANARY", Canary));
        return OperationCase.Of(operation, note, url => Clients.DynamoDb(url), call, answer, [.. told, .. expected]);
    }

    private static Dictionary<string, AttributeValue> Item() => new() { ["id"] = new AttributeValue(Canary), ["more"] = new AttributeValue { L = [new AttributeValue(Canary)] } };

    private static Dictionary<string, AttributeValue> Values() => new() { [":least"] = new AttributeValue(Canary) };

    private static Dictionary<string, Condition> Conditions() =>
        new() { ["id"] = new Condition { ComparisonOperator = ComparisonOperator.EQ, AttributeValueList = [new AttributeValue(Canary)] } };

    private static BatchStatementRequest Insert() => new() { Statement = $"INSERT INTO orders VALUE {{'id': '{Canary}'}}" };

    private static TransactGetItem Get(string table) => new() { Get = new Get { TableName = table, Key = Item() } };
}
