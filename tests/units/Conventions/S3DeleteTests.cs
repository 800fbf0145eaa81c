using Amazon.S3.Model;
using AwsOtel.Engine.Conventions;
using Xunit;

namespace AwsOtel.Tests.Conventions;

public sealed class S3DeleteTests
{
    public static TheoryData<DeleteObjectsRequest, string?> Rows => new()
    {
        { new() { Objects = [new KeyVersion { Key = "a" }] }, "Objects=[{Key=a}],Quiet=false" },
        { new() { Objects = [new KeyVersion { Key = "a", VersionId = "1" }, new KeyVersion { Key = "b", VersionId = "" }], Quiet = true }, "Objects=[{Key=a,VersionId=1},{Key=b}],Quiet=true" },
        { new() { Objects = [] }, null },
        { new(), null },
        { new() { Objects = Enumerable.Range(0, 1000).Select(static n => new KeyVersion { Key = "k" + n }).ToList() }, "Objects=[{Key=k0},{Key=k1},{Key=k2},{Key=k3},{Key=k4},{Key=k5},{Key=k6},{Key=k7},{Key=k8},{Key=k9}],Quiet=false" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Delete_request_in_the_CLIs_shorthand(DeleteObjectsRequest request, string? expected) => Assert.Equal(expected, S3Delete.Shorthand(request));
}
