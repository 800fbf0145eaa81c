using System.Buffers.Binary;
using System.Collections;
using System.Security.Cryptography;
using System.Text;
using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.Propagation;

/// <summary>
/// The MD5 of message attributes as SQS gives it, over those that it gives. See
/// <see href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation"/>.
/// </summary>
internal static class AttributesDigest
{
    private const byte IsText = 1;
    private const byte IsBinary = 2;

    public static string Of(IDictionary attributes)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var names = new string[attributes.Count];
        attributes.Keys.CopyTo(names, 0);
        Array.Sort(names, StringComparer.Ordinal);
        foreach (var name in names)
        {
            var value = attributes[name]!;
            Append(digest, Encoding.UTF8.GetBytes(name));
            Append(digest, Encoding.UTF8.GetBytes(MemberReader.Read(value, "DataType") as string ?? ""));
            if (MemberReader.Read(value, "StringValue") is string text)
            {
                digest.AppendData([IsText]);
                Append(digest, Encoding.UTF8.GetBytes(text));
            }
            else if (MemberReader.Read(value, "BinaryValue") is MemoryStream bytes)
            {
                digest.AppendData([IsBinary]);
                Append(digest, bytes.ToArray());
            }
        }

        return Convert.ToHexString(digest.GetHashAndReset()).ToLowerInvariant();
    }

    private static void Append(IncrementalHash digest, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        digest.AppendData(length);
        digest.AppendData(bytes);
    }
}
