using System.Net;
using System.Text;
using Amazon.Runtime;

namespace AwsOtel.Benchmarks;

/// <summary>Answers S3 ListObjectsV2 with full pages, and each of them with the token of the next one until the last.</summary>
public sealed class CannedListing : HttpClientFactory
{
    private const int ObjectsInPage = 1000;

    private readonly byte[][] _pages;

    public CannedListing(int pages) => _pages = Enumerable.Range(1, pages).Select(page => Page(page, isLast: page == pages)).ToArray();

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(_pages));

    private static byte[] Page(int page, bool isLast)
    {
        var text = new StringBuilder($"""
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>shop-logs</Name><KeyCount>{ObjectsInPage}</KeyCount><MaxKeys>{ObjectsInPage}</MaxKeys><IsTruncated>{(isLast ? "false" : "true")}</IsTruncated>
            """);
        if (!isLast)
            text.Append($"<NextContinuationToken>{page}</NextContinuationToken>");
        for (var i = 0; i < ObjectsInPage; i++)
            text.Append($"<Contents><Key>{page}/{i:0000}.json</Key><LastModified>2026-06-01T00:00:00.000Z</LastModified><ETag>&quot;0f343b0931126a20f133d67c2b018a3b&quot;</ETag><Size>1024</Size><StorageClass>STANDARD</StorageClass></Contents>");
        return Encoding.UTF8.GetBytes(text.Append("</ListBucketResult>").ToString());
    }

    private sealed class Handler(byte[][] pages) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var token = System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query)["continuation-token"];
            var response = new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent(pages[token is null ? 0 : int.Parse(token)]) };
            response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/xml");
            response.Headers.TryAddWithoutValidation("x-amz-request-id", "4442587FB7D0A2F9");
            return Task.FromResult(response);
        }
    }
}
