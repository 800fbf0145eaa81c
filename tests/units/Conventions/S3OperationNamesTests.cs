using Amazon.Runtime;
using Amazon.S3;
using AwsOtel.Engine.Conventions;
using Xunit;

namespace AwsOtel.Tests.Conventions;

/// <summary>The .NET SDK gave some of S3's operations names of its own; spans have the API's.</summary>
public sealed class S3OperationNamesTests
{
    /// <summary>See <see href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html"/>.</summary>
    private static readonly string[] Api =
        """
        AbortMultipartUpload CompleteMultipartUpload CopyObject CreateBucket CreateBucketMetadataConfiguration CreateBucketMetadataTableConfiguration
        CreateMultipartUpload CreateSession DeleteBucket DeleteBucketAnalyticsConfiguration DeleteBucketCors DeleteBucketEncryption
        DeleteBucketIntelligentTieringConfiguration DeleteBucketInventoryConfiguration DeleteBucketLifecycle DeleteBucketMetadataConfiguration
        DeleteBucketMetadataTableConfiguration DeleteBucketMetricsConfiguration DeleteBucketOwnershipControls DeleteBucketPolicy
        DeleteBucketReplication DeleteBucketTagging DeleteBucketWebsite DeleteObject DeleteObjectAnnotation DeleteObjectTagging DeleteObjects
        DeletePublicAccessBlock GetBucketAbac GetBucketAccelerateConfiguration GetBucketAcl GetBucketAnalyticsConfiguration GetBucketCors
        GetBucketEncryption GetBucketIntelligentTieringConfiguration GetBucketInventoryConfiguration GetBucketLifecycle
        GetBucketLifecycleConfiguration GetBucketLocation GetBucketLogging GetBucketMetadataConfiguration GetBucketMetadataTableConfiguration
        GetBucketMetricsConfiguration GetBucketNotification GetBucketNotificationConfiguration GetBucketOwnershipControls GetBucketPolicy
        GetBucketPolicyStatus GetBucketReplication GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetObject
        GetObjectAcl GetObjectAnnotation GetObjectAttributes GetObjectLegalHold GetObjectLockConfiguration GetObjectRetention GetObjectTagging
        GetObjectTorrent GetPublicAccessBlock HeadBucket HeadObject ListBucketAnalyticsConfigurations ListBucketIntelligentTieringConfigurations
        ListBucketInventoryConfigurations ListBucketMetricsConfigurations ListBuckets ListDirectoryBuckets ListMultipartUploads
        ListObjectAnnotations ListObjectVersions ListObjects ListObjectsV2 ListParts PutBucketAbac PutBucketAccelerateConfiguration PutBucketAcl
        PutBucketAnalyticsConfiguration PutBucketCors PutBucketEncryption PutBucketIntelligentTieringConfiguration PutBucketInventoryConfiguration
        PutBucketLifecycle PutBucketLifecycleConfiguration PutBucketLogging PutBucketMetricsConfiguration PutBucketNotification
        PutBucketNotificationConfiguration PutBucketOwnershipControls PutBucketPolicy PutBucketReplication PutBucketRequestPayment
        PutBucketTagging PutBucketVersioning PutBucketWebsite PutObject PutObjectAcl PutObjectAnnotation PutObjectLegalHold
        PutObjectLockConfiguration PutObjectRetention PutObjectTagging PutPublicAccessBlock RenameObject RestoreObject SelectObjectContent
        UpdateBucketMetadataAnnotationTableConfiguration UpdateBucketMetadataInventoryTableConfiguration
        UpdateBucketMetadataJournalTableConfiguration UpdateObjectEncryption UploadPart UploadPartCopy WriteGetObjectResponse
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The names that never reach the service: base classes, and signatures made on this machine.</summary>
    private static readonly string[] Local = ["AmazonS3", "CreatePresignedPost", "GetPreSignedUrl", "PutWithACL"];

    public static TheoryData<string> OperationsOfTheSdk =>
        new(typeof(AmazonS3Client).Assembly.GetExportedTypes()
            .Where(static type => typeof(AmazonWebServiceRequest).IsAssignableFrom(type) && type.Name.EndsWith("Request", StringComparison.Ordinal))
            .Select(static type => type.Name[..^"Request".Length])
            .Except(Local)
            .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(OperationsOfTheSdk))]
    public void Every_operation_of_the_SDK_has_a_name_of_the_API(string operation)
    {
        if (S3OperationNames.ByKey.TryGetValue(operation, out var two))
        {
            Assert.Contains(two.OfBucket, Api);
            Assert.Contains(two.OfObject, Api);
            return;
        }

        Assert.Contains(S3OperationNames.BySdkName.GetValueOrDefault(operation, operation), Api);
    }

    [Fact]
    public void The_table_names_requests_that_the_SDK_has() =>
        Assert.Empty(S3OperationNames.BySdkName.Keys.Concat(S3OperationNames.ByKey.Keys).Except(OperationsOfTheSdk.Select(static row => row.Data)));
}
