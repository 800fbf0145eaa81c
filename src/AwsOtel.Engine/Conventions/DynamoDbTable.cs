using static AwsOtel.Engine.Conventions.Side;

namespace AwsOtel.Engine.Conventions;

/// <summary>
/// DynamoDB. See <see href="https://opentelemetry.io/docs/specs/semconv/database/dynamodb/"/>. Key and item values, expressions' values and
/// PartiQL literals are never read.
/// </summary>
internal static class DynamoDbTable
{
    private const string SingleTable = "CreateTable DeleteItem DeleteTable DescribeTable GetItem PutItem Query Scan UpdateItem UpdateTable";
    private const string Reads = "GetItem Query Scan";
    private const string Searches = "Query Scan";
    private const string Writes = "DeleteItem PutItem UpdateItem";
    private const string Statements = "ExecuteStatement";
    private const string TableChanges = "CreateTable UpdateTable";
    private const string MultipleConsumers = "BatchExecuteStatement BatchGetItem BatchWriteItem TransactGetItems TransactWriteItems";
    private const string SingleConsumers = "CreateTable DeleteItem ExecuteStatement GetItem PutItem Query Scan UpdateItem UpdateTable";

    private const string TransactWriteTables =
        "TransactItems[].Put.TableName|TransactItems[].Update.TableName|TransactItems[].Delete.TableName|TransactItems[].ConditionCheck.TableName";

    public static readonly ServiceTable Table = new()
    {
        ServiceId = "DynamoDB",
        Fixed = [new(Operations.All, "db.system.name", "aws.dynamodb")],
        OperationName = ["db.operation.name"],
        PartialFailures =
        [
            new("BatchGetItem", "UnprocessedKeys[].Keys[]", HasCodes: false),
            new("BatchWriteItem", "UnprocessedItems[][]", HasCodes: false),
            new("BatchExecuteStatement", "Responses[].Error.Code", HasCodes: true),
        ],
        Rows =
        [
            new(SingleTable, Request, "TableName", "aws.dynamodb.table_names", Value.TextList),
            new(SingleTable, Request, "TableName", "db.collection.name", Value.OnlyOne),
            new("BatchGetItem BatchWriteItem", Request, "RequestItems", "aws.dynamodb.table_names", Value.Keys),
            new("BatchGetItem BatchWriteItem", Request, "RequestItems", "db.collection.name", Value.OnlyKey),
            new("TransactGetItems", Request, "TransactItems[].Get.TableName", "aws.dynamodb.table_names", Value.TextList),
            new("TransactGetItems", Request, "TransactItems[].Get.TableName", "db.collection.name", Value.OnlyOne),
            new("TransactWriteItems", Request, TransactWriteTables, "aws.dynamodb.table_names", Value.TextList),
            new("TransactWriteItems", Request, TransactWriteTables, "db.collection.name", Value.OnlyOne),
            new(Statements, Request, "Statement", "aws.dynamodb.table_names", PartiQlTable.ReadList),
            new(Statements, Request, "Statement", "db.collection.name", PartiQlTable.ReadOnlyOne),
            new("BatchExecuteStatement", Request, "Statements[].Statement", "aws.dynamodb.table_names", PartiQlTable.ReadList),
            new("BatchExecuteStatement", Request, "Statements[].Statement", "db.collection.name", PartiQlTable.ReadOnlyOne),

            new(TableChanges, Request, "ProvisionedThroughput.ReadCapacityUnits", "aws.dynamodb.provisioned_read_capacity", Value.Number),
            new(TableChanges, Request, "ProvisionedThroughput.WriteCapacityUnits", "aws.dynamodb.provisioned_write_capacity", Value.Number),
            new("CreateTable", Request, "GlobalSecondaryIndexes", "aws.dynamodb.global_secondary_indexes", Value.JsonList),
            new("CreateTable", Request, "LocalSecondaryIndexes", "aws.dynamodb.local_secondary_indexes", Value.JsonList),
            new("UpdateTable", Request, "AttributeDefinitions", "aws.dynamodb.attribute_definitions", Value.JsonList),
            new("UpdateTable", Request, "GlobalSecondaryIndexUpdates", "aws.dynamodb.global_secondary_index_updates", Value.JsonList),

            new(Reads, Request, "ConsistentRead", "aws.dynamodb.consistent_read", Value.Flag),
            new(Reads, Request, "ProjectionExpression", "aws.dynamodb.projection", Value.Text),
            new(Searches, Request, "Limit", "aws.dynamodb.limit", Value.Whole),
            new(Searches, Request, "AttributesToGet", "aws.dynamodb.attributes_to_get", Value.TextList),
            new(Searches, Request, "IndexName", "aws.dynamodb.index_name", Value.Text),
            new(Searches, Request, "Select", "aws.dynamodb.select", Value.Text),
            new("Query", Request, "ScanIndexForward", "aws.dynamodb.scan_forward", Value.Flag),
            new("Scan", Request, "Segment", "aws.dynamodb.segment", Value.Whole),
            new("Scan", Request, "TotalSegments", "aws.dynamodb.total_segments", Value.Whole),
            new("ListTables", Request, "ExclusiveStartTableName", "aws.dynamodb.exclusive_start_table", Value.Text),
            new("ListTables", Request, "Limit", "aws.dynamodb.limit", Value.Whole),

            new("ListTables", Response, "TableNames", "aws.dynamodb.table_count", Value.Count) { AbsentIsEmpty = true },
            new(Searches, Response, "Count", "aws.dynamodb.count", Value.Whole),
            new(Searches, Response, "ScannedCount", "aws.dynamodb.scanned_count", Value.Whole),
            new(SingleConsumers, Response, "ConsumedCapacity", "aws.dynamodb.consumed_capacity", Value.JsonList),
            new(SingleConsumers, Response, "ConsumedCapacity.CapacityUnits", "aws.dynamodb.consumed_capacity_units", Value.Sum),
            new(MultipleConsumers, Response, "ConsumedCapacity", "aws.dynamodb.consumed_capacity", Value.JsonList),
            new(MultipleConsumers, Response, "ConsumedCapacity[].CapacityUnits", "aws.dynamodb.consumed_capacity_units", Value.Sum),
            new(Writes + " CreateTable BatchWriteItem", Response, "ItemCollectionMetrics", "aws.dynamodb.item_collection_metrics", Value.Json),
            new("BatchGetItem", Response, "UnprocessedKeys[].Keys[]", "aws.dynamodb.unprocessed_count", Value.Count),
            new("BatchWriteItem", Response, "UnprocessedItems[][]", "aws.dynamodb.unprocessed_count", Value.Count),
        ],
    };
}
