using System.Globalization;
using Amazon.Runtime.Internal;

namespace AwsOtel.Engine.Conventions;

/// <summary>The attribute <c>aws.s3.request_size</c>: bytes of the object or part, without the framing of a chunked signature.</summary>
internal static class S3RequestSize
{
    public static object? Read(object sent)
    {
        var headers = ((IRequest)sent).Headers;
        return (headers.TryGetValue("X-Amz-Decoded-Content-Length", out var length) || headers.TryGetValue("Content-Length", out length))
            && long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? bytes
            : null;
    }
}
