using static AwsOtel.Engine.Conventions.Side;

namespace AwsOtel.Engine.Conventions;

/// <summary>S3. See <see href="https://opentelemetry.io/docs/specs/semconv/object-stores/s3/"/>.</summary>
internal static class S3Table
{
    private const string PartOperations = "UploadPart UploadPartCopy";
    private const string OfUpload = "AbortMultipartUpload CompleteMultipartUpload ListParts UploadPart UploadPartCopy";
    private const string Copies = "CopyObject UploadPartCopy";
    private const string Listings = "ListObjects ListObjectsV2";
    private const string Versioned = "CompleteMultipartUpload CopyObject DeleteObject GetObject HeadObject PutObject";
    private const string Tagged = "CompleteMultipartUpload CopyObject GetObject HeadObject PutObject UploadPart UploadPartCopy";

    public static readonly ServiceTable Table = new()
    {
        ServiceId = "S3",
        ApiNames = S3OperationNames.BySdkName,
        ApiNamesByKey = S3OperationNames.ByKey,
        // The .NET SDK throws where an object could not be deleted; a client that does not still tells.
        PartialFailures = [new("DeleteObjects", "DeleteErrors[].Code", HasCodes: true)],
        Bodies = [new("GetObject", "ResponseStream", "aws.s3.body")],
        Rows =
        [
            new(Operations.All, Request, "BucketName|DestinationBucket", "aws.s3.bucket", Value.OnlyOne),
            new(Operations.All, Request, "Key|ObjectKey|DestinationKey", "aws.s3.key", Value.OnlyOne),
            new(Operations.All, Request, "Prefix", "aws.s3.prefix", Value.Text),
            new(Copies, Request, "SourceBucket|SourceKey", "aws.s3.copy_source", Value.Path),
            new(OfUpload, Request, "UploadId", "aws.s3.upload_id", Value.Text),
            new(PartOperations, Request, "PartNumber", "aws.s3.part_number", Value.Whole),
            new("CopyObject CreateMultipartUpload PutObject", Request, "StorageClass", "aws.s3.storage_class", Value.Text),
            new("DeleteObjects", Request, "", "aws.s3.delete", S3Delete.Shorthand),

            new("PutObject UploadPart", Sent, "", AttributeName.S3RequestSize, S3RequestSize.Read),

            new("CreateMultipartUpload", Response, "UploadId", "aws.s3.upload_id", Value.Text),
            new(Versioned, Response, "VersionId", "aws.s3.version_id", Value.Text),
            new(Tagged, Response, "ETag", "aws.s3.etag", Value.Text),
            new("GetObject", Response, "ContentLength", "aws.s3.response_size", Value.Whole),
            new(Listings, Response, "S3Objects", "aws.s3.object_count", Value.Count) { AbsentIsEmpty = true },
            new("ListObjectVersions", Response, "Versions", "aws.s3.object_count", Value.Count) { AbsentIsEmpty = true },
            new("DeleteObjects", Response, "DeletedObjects", "aws.s3.object_count", Value.Count),
        ],
    };
}
