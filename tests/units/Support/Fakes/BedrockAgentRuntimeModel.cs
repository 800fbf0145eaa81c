using Amazon.Runtime;

namespace Amazon.BedrockAgentRuntime.Model;

// As in AWSSDK.BedrockAgentRuntime 4, as far as the tests go.
public sealed class RetrieveRequest : AmazonWebServiceRequest
{
    public GuardrailConfiguration? GuardrailConfiguration { get; set; }

    public string? KnowledgeBaseId { get; set; }

    public KnowledgeBaseQuery? RetrievalQuery { get; set; }
}

public sealed class RetrieveResponse : AmazonWebServiceResponse
{
    public List<KnowledgeBaseRetrievalResult>? RetrievalResults { get; set; }
}

public sealed class GuardrailConfiguration
{
    public string? GuardrailId { get; set; }

    public string? GuardrailVersion { get; set; }
}

public sealed class KnowledgeBaseQuery
{
    public string? Text { get; set; }
}

public sealed class KnowledgeBaseRetrievalResult
{
    public RetrievalResultContent? Content { get; set; }
}

public sealed class RetrievalResultContent
{
    public string? Text { get; set; }
}

public sealed class RetrieveAndGenerateRequest : AmazonWebServiceRequest
{
    public RetrieveAndGenerateInput? Input { get; set; }

    public RetrieveAndGenerateConfiguration? RetrieveAndGenerateConfiguration { get; set; }
}

public sealed class RetrieveAndGenerateInput
{
    public string? Text { get; set; }
}

public sealed class RetrieveAndGenerateConfiguration
{
    public KnowledgeBaseRetrieveAndGenerateConfiguration? KnowledgeBaseConfiguration { get; set; }
}

public sealed class KnowledgeBaseRetrieveAndGenerateConfiguration
{
    public string? KnowledgeBaseId { get; set; }

    public string? ModelArn { get; set; }
}

public sealed class RetrieveAndGenerateResponse : AmazonWebServiceResponse
{
    public string? SessionId { get; set; }
}
