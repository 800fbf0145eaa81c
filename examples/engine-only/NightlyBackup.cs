using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace EngineOnly;

/// <summary>The calls of examples/nightly-backup, without its cmdlets.</summary>
internal static class NightlyBackup
{
    public static async Task Run(LocalAws aws)
    {
        var night = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var s3 = aws.S3();
        using var dynamoDb = aws.DynamoDb();
        await CopyObjects(s3, Shop.Invoices, night);
        try
        {
            await CopyObjects(s3, Shop.Legacy, night);
        }
        catch (NoSuchBucketException e)
        {
            Console.WriteLine($"{Shop.Legacy} was not backed up: {e.Message}");
        }

        await StoreOrders(s3, dynamoDb, night);
        await StoreSite(s3, night);
        await dynamoDb.PutItemAsync(Shop.Orders, new() { ["id"] = new("last-run"), ["night"] = new(night) });
    }

    /// <summary>Lists in pages of two, so that there are several.</summary>
    private static async Task CopyObjects(AmazonS3Client s3, string bucket, string night)
    {
        var listing = s3.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = bucket, MaxKeys = 2 });
        await foreach (var item in listing.S3Objects)
            await s3.CopyObjectAsync(bucket, item.Key, Shop.Backup, $"{night}/{bucket}/{item.Key}");
    }

    private static async Task StoreOrders(AmazonS3Client s3, AmazonDynamoDBClient dynamoDb, string night)
    {
        var orders = new List<string>();
        await foreach (var page in dynamoDb.Paginators.Scan(new ScanRequest(Shop.Orders) { Limit = 20 }).Responses)
            orders.AddRange(page.Items.Select(static item => $"{item["id"].S} {item["total"].N}"));
        await s3.PutObjectAsync(new() { BucketName = Shop.Backup, Key = $"{night}/orders.txt", ContentBody = string.Join('\n', orders) });
    }

    /// <summary>Twenty megabytes, more than TransferUtility sends in one piece.</summary>
    private static async Task StoreSite(AmazonS3Client s3, string night)
    {
        using var archive = new MemoryStream(new byte[20 * 1024 * 1024]);
        using var transfer = new TransferUtility(s3);
        await transfer.UploadAsync(archive, Shop.Backup, $"{night}/site.zip");
        var stored = await s3.GetObjectMetadataAsync(Shop.Backup, $"{night}/site.zip");
        Console.WriteLine($"{Shop.Backup} has {stored.ContentLength} bytes of the site");
    }
}
