using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace AwsOtel.Benchmarks;

/// <summary>S3 PutObject of a kilobyte.</summary>
internal sealed class PutObjectCall : IApiCall
{
    private static readonly CannedHttp Http = new(
        [],
        "application/xml",
        ("ETag", "\"0f343b0931126a20f133d67c2b018a3b\""),
        ("x-amz-request-id", "4442587FB7D0A2F9"),
        ("x-amz-id-2", "vlR7PnpV2Ce81l0PRw6jlUpck7Jo5ZsQjryTjKlc5aLWGVHPZLj5NeC6qMa0emYBDXOo6QBU0Wo="));

    private readonly AmazonS3Client _client = new(
        new BasicAWSCredentials("benchmark", "benchmark"),
        new AmazonS3Config { RegionEndpoint = Amazon.RegionEndpoint.EUCentral1, HttpClientFactory = Http });

    private readonly MemoryStream _body = new(new byte[1024]);

    public Task Invoke()
    {
        _body.Position = 0;
        return _client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = "shop-backup",
            Key = "2026-06-01/orders.json",
            InputStream = _body,
            AutoCloseStream = false,
            AutoResetStreamPosition = false,
        });
    }

    public void Dispose()
    {
        _client.Dispose();
        _body.Dispose();
    }
}
