namespace AwsOtel.Engine.Conventions;

/// <summary>
/// Where the .NET SDK's S3 operations, by the names of their request types, are called something else in
/// <see href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html">the AWS API</see>.
/// </summary>
internal static class S3OperationNames
{
    public static readonly IReadOnlyDictionary<string, string> BySdkName = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CopyPart"] = "UploadPartCopy",
        ["DeleteCORSConfiguration"] = "DeleteBucketCors",
        ["DeleteLifecycleConfiguration"] = "DeleteBucketLifecycle",
        ["GetCORSConfiguration"] = "GetBucketCors",
        ["GetLifecycleConfiguration"] = "GetBucketLifecycleConfiguration",
        ["GetBucketNotification"] = "GetBucketNotificationConfiguration",
        ["GetObjectMetadata"] = "HeadObject",
        ["InitiateMultipartUpload"] = "CreateMultipartUpload",
        ["ListVersions"] = "ListObjectVersions",
        ["PutBucket"] = "CreateBucket",
        ["PutBucketNotification"] = "PutBucketNotificationConfiguration",
        ["PutCORSConfiguration"] = "PutBucketCors",
        ["PutLifecycleConfiguration"] = "PutBucketLifecycleConfiguration",
    };

    /// <summary>Requests that are one of two operations of the API: of the bucket, or of an object where a key is given.</summary>
    public static readonly IReadOnlyDictionary<string, (string OfBucket, string OfObject)> ByKey = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["GetACL"] = ("GetBucketAcl", "GetObjectAcl"),
        ["PutACL"] = ("PutBucketAcl", "PutObjectAcl"),
    };
}
