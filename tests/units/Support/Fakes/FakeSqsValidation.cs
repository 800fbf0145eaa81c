using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SQS.Model;

namespace AwsOtel.Tests.Support.Fakes;

/// <summary>What AWSSDK.SQS throws where an answer does not fit what was sent.</summary>
internal sealed class FakeSqsException(string message) : AmazonServiceException(message);

/// <summary>
/// What AWSSDK.SQS does with every answer, in the place where it does it: the MD5 that SQS gives must be that of the request that the SDK made
/// the HTTP request of, and of the messages that came. See
/// <see href="https://github.com/aws/aws-sdk-net/blob/main/sdk/src/Services/SQS/Custom/Internal/ValidationResponseHandler.cs"/>.
/// </summary>
internal sealed class FakeSqsValidation : PipelineHandler
{
    public override void InvokeSync(IExecutionContext executionContext)
    {
        base.InvokeSync(executionContext);
        Validate(executionContext);
    }

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var response = await base.InvokeAsync<T>(executionContext);
        Validate(executionContext);
        return response;
    }

    public static string Digest(string text) => Hex(Encoding.UTF8.GetBytes(text));

    public static string Digest(IReadOnlyDictionary<string, MessageAttributeValue> attributes)
    {
        using var whole = new MemoryStream();
        foreach (var (name, value) in attributes.OrderBy(static attribute => attribute.Key, StringComparer.Ordinal))
        {
            Write(whole, Encoding.UTF8.GetBytes(name));
            Write(whole, Encoding.UTF8.GetBytes(value.DataType!));
            whole.WriteByte(value.StringValue is null ? (byte)2 : (byte)1);
            Write(whole, value.StringValue is { } text ? Encoding.UTF8.GetBytes(text) : value.BinaryValue!.ToArray());
        }

        return Hex(whole.ToArray());
    }

    private static void Validate(IExecutionContext execution)
    {
        var request = execution.RequestContext.Request.OriginalRequest;
        switch (execution.ResponseContext.Response)
        {
            case SendMessageResponse response when request is SendMessageRequest sent:
                AreSame(sent.MessageBody, response.MD5OfMessageBody);
                AreSame(sent.MessageAttributes, response.MD5OfMessageAttributes);
                break;
            case SendMessageBatchResponse { Successful: { } entries } when request is SendMessageBatchRequest sent:
                foreach (var entry in entries)
                {
                    var own = sent.Entries!.Single(candidate => candidate.Id == entry.Id);
                    AreSame(own.MessageBody, entry.MD5OfMessageBody);
                    AreSame(own.MessageAttributes, entry.MD5OfMessageAttributes);
                }

                break;
            case ReceiveMessageResponse { Messages: { } messages }:
                foreach (var message in messages)
                {
                    AreSame(message.Body, message.MD5OfBody);
                    AreSame(message.MessageAttributes, message.MD5OfMessageAttributes);
                }

                break;
        }
    }

    private static void AreSame(Dictionary<string, MessageAttributeValue>? own, string? given)
    {
        if (own is { Count: > 0 } && !string.IsNullOrEmpty(given) && !given.Equals(Digest(own), StringComparison.OrdinalIgnoreCase))
            throw new FakeSqsException("Attribute MD5 hash mismatch");
    }

    /// <summary>The SDK wants the digest of a body also where there is none; here an answer of a test may leave it out.</summary>
    private static void AreSame(string? body, string? given)
    {
        if (body is not null && given is not null && !given.Equals(Digest(body), StringComparison.OrdinalIgnoreCase))
            throw new FakeSqsException("MD5 hash mismatch");
    }

    private static void Write(MemoryStream whole, byte[] part)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        whole.Write(length);
        whole.Write(part);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexString(MD5.HashData(bytes)).ToLowerInvariant();
}
