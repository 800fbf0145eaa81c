using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace EngineOnly;

/// <summary>What is there before the backup. Its clients are made before the session begins, so nothing of this is traced.</summary>
internal static class Shop
{
    public const string Invoices = "shop-invoices";
    public const string Legacy = "shop-legacy";
    public const string Backup = "shop-backup";
    public const string Orders = "shop-orders";

    public static async Task Fill(LocalAws aws)
    {
        using var s3 = aws.S3();
        using var dynamoDb = aws.DynamoDb();
        await s3.PutBucketAsync(Invoices);
        await s3.PutBucketAsync(Backup);
        for (var number = 1; number <= 5; number++)
            await s3.PutObjectAsync(new() { BucketName = Invoices, Key = $"2026/06/00000{number}.json", ContentBody = $$"""{ "number": {{number}} }""" });
        await dynamoDb.CreateTableAsync(new CreateTableRequest
        {
            TableName = Orders,
            KeySchema = [new("id", KeyType.HASH)],
            AttributeDefinitions = [new("id", ScalarAttributeType.S)],
            BillingMode = BillingMode.PAY_PER_REQUEST,
        });
        while ((await dynamoDb.DescribeTableAsync(Orders)).Table.TableStatus != TableStatus.ACTIVE)
            await Task.Delay(50);
        for (var number = 1; number <= 25; number++)
            await dynamoDb.PutItemAsync(Orders, new() { ["id"] = new($"order-{number}"), ["total"] = new() { N = $"{10 * number}" } });
        await aws.AddFault("""{ "service": "s3", "operation": "CopyObject", "status": 503, "errorCode": "SlowDown", "errorMessage": "Please reduce your request rate." }""");
    }
}
