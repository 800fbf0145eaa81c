using Amazon.Runtime;
using AwsOtel.Tests.Support.Fakes;

namespace Amazon.BedrockRuntime.Model;

// As in AWSSDK.BedrockRuntime 4, as far as the tests go.
public sealed class ConverseRequest : AmazonWebServiceRequest
{
    public GuardrailConfiguration? GuardrailConfig { get; set; }

    public List<Message>? Messages { get; set; }

    public string? ModelId { get; set; }

    public List<SystemContentBlock>? System { get; set; }
}

public sealed class ConverseResponse : AmazonWebServiceResponse
{
    public ConverseOutput? Output { get; set; }

    public TokenUsage? Usage { get; set; }
}

public sealed class ConverseStreamRequest : AmazonWebServiceRequest
{
    public GuardrailStreamConfiguration? GuardrailConfig { get; set; }

    public List<Message>? Messages { get; set; }

    public string? ModelId { get; set; }
}

public sealed class ConverseStreamResponse : AmazonWebServiceResponse
{
    [FromBody]
    public MemoryStream? Stream { get; set; }
}

public sealed class GuardrailConfiguration
{
    public string? GuardrailIdentifier { get; set; }

    public string? GuardrailVersion { get; set; }
}

public sealed class GuardrailStreamConfiguration
{
    public string? GuardrailIdentifier { get; set; }

    public string? GuardrailVersion { get; set; }
}

public sealed class Message
{
    public List<ContentBlock>? Content { get; set; }
}

public sealed class ContentBlock
{
    public string? Text { get; set; }
}

public sealed class SystemContentBlock
{
    public string? Text { get; set; }
}

public sealed class ConverseOutput
{
    public Message? Message { get; set; }
}

public sealed class TokenUsage
{
    public int? InputTokens { get; set; }

    public int? OutputTokens { get; set; }

    public int? TotalTokens { get; set; }
}

public sealed class InvokeModelRequest : AmazonWebServiceRequest
{
    public MemoryStream? Body { get; set; }

    public string? GuardrailIdentifier { get; set; }

    public string? GuardrailVersion { get; set; }

    public string? ModelId { get; set; }
}

public sealed class InvokeModelResponse : AmazonWebServiceResponse
{
    [FromBody]
    public MemoryStream? Body { get; set; }

    [FromHeader("Content-Type")]
    public string? ContentType { get; set; }
}

public sealed class InvokeModelWithResponseStreamRequest : AmazonWebServiceRequest
{
    public MemoryStream? Body { get; set; }

    public string? GuardrailIdentifier { get; set; }

    public string? ModelId { get; set; }
}

public sealed class InvokeModelWithResponseStreamResponse : AmazonWebServiceResponse
{
    [FromBody]
    public MemoryStream? Body { get; set; }
}

public sealed class ApplyGuardrailRequest : AmazonWebServiceRequest
{
    public List<ContentBlock>? Content { get; set; }

    public string? GuardrailIdentifier { get; set; }
}

public sealed class ApplyGuardrailResponse : AmazonWebServiceResponse;
