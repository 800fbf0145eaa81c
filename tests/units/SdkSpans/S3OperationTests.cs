using Amazon.S3;
using Amazon.S3.Model;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.SdkSpans;

/// <summary>S3's table, row by row. See <see href="https://opentelemetry.io/docs/specs/semconv/object-stores/s3/"/>.</summary>
[Collection(ProcessWide.Name)]
public sealed class S3OperationTests
{
    /// <summary>In bodies, metadata, tags and keys of encryption: in no span.</summary>
    private const string Canary = "canary-9b1e";

    private const string ETag = "\"etag-1\"";

    public static TheoryData<OperationCase> Cases =>
    [
        Case("CreateBucket", "",
            client => client.PutBucketAsync(new PutBucketRequest { BucketName = "logs", UseClientRegion = true }),
            Expected.Xml().With("Location", "/logs"),
            ("aws.s3.bucket", "logs")),
        Case("ListBuckets", "",
            client => client.ListBucketsAsync(new ListBucketsRequest()),
            Expected.Xml("<ListAllMyBucketsResult><Buckets><Bucket><Name>logs</Name></Bucket></Buckets></ListAllMyBucketsResult>")),
        Case("HeadBucket", "",
            client => client.HeadBucketAsync(new HeadBucketRequest { BucketName = "logs" }),
            Expected.Xml().With("x-amz-bucket-region", "eu-west-1"),
            ("aws.s3.bucket", "logs")),
        Case("DeleteBucket", "",
            client => client.DeleteBucketAsync(new DeleteBucketRequest { BucketName = "logs" }),
            Expected.Xml(status: 204),
            ("aws.s3.bucket", "logs"), ("http.response.status_code", 204L)),
        Case("PutObject", "of text, with everything",
            client => client.PutObjectAsync(Put(new PutObjectRequest { BucketName = "logs", Key = "2026/01/ä b.txt", ContentBody = Canary, StorageClass = S3StorageClass.StandardInfrequentAccess })),
            Expected.Xml().With("ETag", ETag).With("x-amz-version-id", "v1"),
            ("aws.s3.bucket", "logs"), ("aws.s3.key", "2026/01/ä b.txt"), ("aws.s3.storage_class", "STANDARD_IA"),
            ("aws.s3.request_size", (long)Canary.Length), ("aws.s3.etag", ETag), ("aws.s3.version_id", "v1")),
        Case("PutObject", "of nothing: 0 is a value",
            client => client.PutObjectAsync(new PutObjectRequest { BucketName = "logs", Key = "empty", InputStream = new MemoryStream() }),
            Expected.Xml().With("ETag", ETag),
            ("aws.s3.bucket", "logs"), ("aws.s3.key", "empty"), ("aws.s3.request_size", 0L), ("aws.s3.etag", ETag)),
        Case("PutObject", "of a stream without chunks",
            client => client.PutObjectAsync(new PutObjectRequest { BucketName = "logs", Key = "plain", InputStream = new MemoryStream(new byte[300]), UseChunkEncoding = false }),
            Expected.Xml().With("ETag", ETag),
            ("aws.s3.bucket", "logs"), ("aws.s3.key", "plain"), ("aws.s3.request_size", 300L), ("aws.s3.etag", ETag)),
        Case("GetObject", "",
            async client =>
            {
                using var response = await client.GetObjectAsync(new GetObjectRequest { BucketName = "logs", Key = "a.txt" });
                using var reader = new StreamReader(response.ResponseStream);
                Assert.Equal(Canary, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
            },
            Expected.Xml(Canary).With("ETag", ETag).With("x-amz-version-id", "v2").With("x-amz-meta-owner", Canary),
            ("aws.s3.bucket", "logs"), ("aws.s3.key", "a.txt"), ("aws.s3.response_size", (long)Canary.Length), ("aws.s3.etag", ETag), ("aws.s3.version_id", "v2")),
        Case("GetObject", "of nothing",
            async client => (await client.GetObjectAsync(new GetObjectRequest { BucketName = "logs", Key = "empty" })).Dispose(),
            Expected.Xml().With("ETag", ETag),
            ("aws.s3.bucket", "logs"), ("aws.s3.key", "empty"), ("aws.s3.response_size", 0L), ("aws.s3.etag", ETag)),
        Case("HeadObject", "",
            client => client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = "logs", Key = "a.txt" }),
            Expected.Xml().With("Content-Length", "5000").With("ETag", ETag).With("x-amz-version-id", "v3").With("x-amz-meta-owner", Canary),
            ("aws.s3.bucket", "logs"), ("aws.s3.key", "a.txt"), ("aws.s3.etag", ETag), ("aws.s3.version_id", "v3")),
        Case("CopyObject", "",
            client => client.CopyObjectAsync(new CopyObjectRequest
            {
                SourceBucket = "logs",
                SourceKey = "2026/a.txt",
                DestinationBucket = "archive",
                DestinationKey = "2026/b.txt",
                StorageClass = S3StorageClass.Glacier,
            }),
            Expected.Xml($"<CopyObjectResult><ETag>{ETag}</ETag></CopyObjectResult>").With("x-amz-version-id", "v4"),
            ("aws.s3.bucket", "archive"), ("aws.s3.key", "2026/b.txt"), ("aws.s3.copy_source", "logs/2026/a.txt"), ("aws.s3.storage_class", "GLACIER"), ("aws.s3.etag", ETag), ("aws.s3.version_id", "v4")),
        Case("CopyObject", "of a key that is called as its bucket",
            client => client.CopyObjectAsync(new CopyObjectRequest { SourceBucket = "logs", SourceKey = "logs", DestinationBucket = "archive", DestinationKey = "logs" }),
            Expected.Xml("<CopyObjectResult/>"),
            ("aws.s3.bucket", "archive"), ("aws.s3.key", "logs"), ("aws.s3.copy_source", "logs/logs")),
        Case("DeleteObject", "",
            client => client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = "logs", Key = "a.txt" }),
            Expected.Xml(status: 204).With("x-amz-version-id", "v5").With("x-amz-delete-marker", "true"),
            ("http.response.status_code", 204L), ("aws.s3.bucket", "logs"), ("aws.s3.key", "a.txt"), ("aws.s3.version_id", "v5")),
        Case("DeleteObjects", "",
            client => client.DeleteObjectsAsync(new DeleteObjectsRequest
            {
                BucketName = "logs",
                Objects = [new KeyVersion { Key = "a.txt", VersionId = "v1" }, new KeyVersion { Key = "b.txt" }],
                Quiet = false,
            }),
            Expected.Xml("<DeleteResult><Deleted><Key>a.txt</Key></Deleted><Deleted><Key>b.txt</Key></Deleted></DeleteResult>"),
            ("aws.s3.bucket", "logs"), ("aws.s3.delete", "Objects=[{Key=a.txt,VersionId=v1},{Key=b.txt}],Quiet=false"), ("aws.s3.object_count", 2L)),
        Case("DeleteObjects", "of more than ten, quiet",
            client => client.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = "logs", Objects = Enumerable.Range(1, 12).Select(static n => new KeyVersion { Key = "k" + n }).ToList(), Quiet = true }),
            Expected.Xml("<DeleteResult></DeleteResult>"),
            ("aws.s3.bucket", "logs"),
            ("aws.s3.delete", "Objects=[{Key=k1},{Key=k2},{Key=k3},{Key=k4},{Key=k5},{Key=k6},{Key=k7},{Key=k8},{Key=k9},{Key=k10}],Quiet=true")),
        Case("ListObjects", "",
            client => client.ListObjectsAsync(new ListObjectsRequest { BucketName = "logs", Prefix = "2026/", MaxKeys = 2 }),
            Expected.Xml("<ListBucketResult><Name>logs</Name><Contents><Key>2026/a</Key></Contents><Contents><Key>2026/b</Key></Contents></ListBucketResult>"),
            ("aws.s3.bucket", "logs"), ("aws.s3.prefix", "2026/"), ("aws.s3.object_count", 2L)),
        Case("ListObjectsV2", "",
            client => client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "logs", Prefix = "2026/" }),
            Expected.Xml("<ListBucketResult><Name>logs</Name><KeyCount>1</KeyCount><Contents><Key>2026/a</Key></Contents></ListBucketResult>"),
            ("aws.s3.bucket", "logs"), ("aws.s3.prefix", "2026/"), ("aws.s3.object_count", 1L)),
        Case("ListObjectsV2", "of an empty bucket: 0 is a value",
            client => client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "logs" }),
            Expected.Xml("<ListBucketResult><Name>logs</Name><KeyCount>0</KeyCount></ListBucketResult>"),
            ("aws.s3.bucket", "logs"), ("aws.s3.object_count", 0L)),
        Case("CreateMultipartUpload", "",
            client => client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = "logs", Key = "big", StorageClass = S3StorageClass.DeepArchive }),
            Expected.Xml("<InitiateMultipartUploadResult><Bucket>logs</Bucket><Key>big</Key><UploadId>up-1</UploadId></InitiateMultipartUploadResult>"),
            ("aws.s3.bucket", "logs"), ("aws.s3.key", "big"), ("aws.s3.storage_class", "DEEP_ARCHIVE"), ("aws.s3.upload_id", "up-1")),
        Case("UploadPart", "",
            client => client.UploadPartAsync(new UploadPartRequest { BucketName = "logs", Key = "big", UploadId = "up-1", PartNumber = 3, InputStream = new MemoryStream(new byte[70_000]), PartSize = 70_000 }),
            Expected.Xml().With("ETag", ETag),
            ("aws.s3.bucket", "logs"), ("aws.s3.key", "big"), ("aws.s3.upload_id", "up-1"), ("aws.s3.part_number", 3L), ("aws.s3.request_size", 70_000L), ("aws.s3.etag", ETag)),
        Case("UploadPartCopy", "",
            client => client.CopyPartAsync(new CopyPartRequest
            {
                SourceBucket = "logs",
                SourceKey = "a.bin",
                DestinationBucket = "archive",
                DestinationKey = "big",
                UploadId = "up-1",
                PartNumber = 4,
                FirstByte = 0,
                LastByte = 99,
            }),
            Expected.Xml($"<CopyPartResult><ETag>{ETag}</ETag></CopyPartResult>"),
            ("aws.s3.bucket", "archive"), ("aws.s3.key", "big"), ("aws.s3.copy_source", "logs/a.bin"), ("aws.s3.upload_id", "up-1"), ("aws.s3.part_number", 4L), ("aws.s3.etag", ETag)),
        Case("CompleteMultipartUpload", "",
            client => client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = "logs", Key = "big", UploadId = "up-1", PartETags = [new PartETag(1, ETag)] }),
            Expected.Xml($"<CompleteMultipartUploadResult><Bucket>logs</Bucket><Key>big</Key><ETag>{ETag}</ETag></CompleteMultipartUploadResult>").With("x-amz-version-id", "v6"),
            ("aws.s3.bucket", "logs"), ("aws.s3.key", "big"), ("aws.s3.upload_id", "up-1"), ("aws.s3.etag", ETag), ("aws.s3.version_id", "v6")),
        Case("AbortMultipartUpload", "",
            client => client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = "logs", Key = "big", UploadId = "up-1" }),
            Expected.Xml(status: 204),
            ("http.response.status_code", 204L), ("aws.s3.bucket", "logs"), ("aws.s3.key", "big"), ("aws.s3.upload_id", "up-1")),
        Case("ListParts", "",
            client => client.ListPartsAsync(new ListPartsRequest { BucketName = "logs", Key = "big", UploadId = "up-1" }),
            Expected.Xml("<ListPartsResult><Bucket>logs</Bucket><Key>big</Key><UploadId>up-1</UploadId></ListPartsResult>"),
            ("aws.s3.bucket", "logs"), ("aws.s3.key", "big"), ("aws.s3.upload_id", "up-1")),
        Case("ListObjectVersions", "",
            client => client.ListVersionsAsync(new ListVersionsRequest { BucketName = "logs", Prefix = "2026/" }),
            Expected.Xml("<ListVersionsResult><Name>logs</Name><Version><Key>2026/a</Key><VersionId>v1</VersionId></Version></ListVersionsResult>"),
            ("aws.s3.bucket", "logs"), ("aws.s3.prefix", "2026/"), ("aws.s3.object_count", 1L)),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Operation_span_has_exactly_the_attributes_of_the_convention(OperationCase row)
    {
        using var server = new ScriptedServer(row.Response);
        using var session = TestSession.Begin();
        await row.Call(server.Url);
        var spans = session.End();

        SpanAssert.Names(spans, "S3." + row.Operation, "script");
        var own = row.Expected.ToDictionary(static pair => pair.Name, static pair => pair.Value);
        var common = Expected.S3(row.Operation, server.Port).Where(pair => !own.ContainsKey(pair.Key)).ToDictionary();
        SpanAssert.OperationHasExactly(common.Plus(row.Expected.ToArray()), spans[0]);
        SpanAssert.Succeeded(spans[0]);
        Assert.Equal(OtelSpanKind.Client, spans[0].Kind);
        Assert.Equal(spans[1].SpanId, spans[0].ParentSpanId);
        SpanAssert.NowhereHas(Canary, spans);
    }

    private static OperationCase Case(
        string operation, string note, Func<AmazonS3Client, Task> call, ScriptedResponse response, params (string Name, object Value)[] expected) =>
        OperationCase.Of(operation, note, url => Clients.S3(url), call, response, expected);

    private static PutObjectRequest Put(PutObjectRequest request)
    {
        request.Metadata.Add("owner", Canary);
        request.TagSet = [new Tag { Key = "owner", Value = Canary }];
        return request;
    }
}
