using System.Text;
using Amazon.BedrockAgentRuntime.Model;
using Amazon.BedrockRuntime.Model;
using Amazon.Runtime;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Services;

/// <summary>The tables of Bedrock's run-time services, row by row. See <see href="https://opentelemetry.io/docs/specs/semconv/gen-ai/aws-bedrock/"/>.</summary>
[Collection(ProcessWide.Name)]
public sealed class BedrockTests
{
    private const string Canary = ServiceCase.Canary;
    private const string Claude = "anthropic.claude-3-haiku-20240307-v1:0";
    private const string Titan = "amazon.titan-embed-text-v2:0";
    private const string KnowledgeBase = "KB12345678";

    private static readonly (string, object) Provider = ("gen_ai.provider.name", "aws.bedrock");
    private static readonly (string, object) Chat = ("gen_ai.operation.name", "chat");

    public static TheoryData<ServiceCase> Cases =>
    [
        Runtime<ConverseResponse>("Converse", "",
            new ConverseRequest
            {
                ModelId = Claude,
                Messages = Prompt(),
                System = [new() { Text = Canary }],
                GuardrailConfig = new() { GuardrailIdentifier = "gr-1", GuardrailVersion = "1" },
            },
            Answers.Json("""{"Output":{"Message":{"Content":[{"Text":"CANARY"}]}},"Usage":{"InputTokens":12,"OutputTokens":34,"TotalTokens":46}}"""),
            Chat, ("gen_ai.request.model", Claude), ("aws.bedrock.guardrail.id", "gr-1"), ("gen_ai.usage.input_tokens", 12L), ("gen_ai.usage.output_tokens", 34L)),
        Runtime<ConverseResponse>("Converse", "of no tokens: 0 is a value",
            new ConverseRequest { ModelId = Claude, Messages = Prompt() },
            Answers.Json("""{"Usage":{"InputTokens":0,"OutputTokens":0}}"""),
            Chat, ("gen_ai.request.model", Claude), ("gen_ai.usage.input_tokens", 0L), ("gen_ai.usage.output_tokens", 0L)),
        Runtime<ConverseResponse>("Converse", "refused",
            new ConverseRequest { ModelId = Claude, Messages = Prompt() },
            Answers.JsonError("ValidationException"),
            Chat, ("gen_ai.request.model", Claude), ("error.type", "ValidationException")),
        Runtime<ConverseStreamResponse>("ConverseStream", "",
            new ConverseStreamRequest { ModelId = Claude, Messages = Prompt(), GuardrailConfig = new() { GuardrailIdentifier = "gr-1" } },
            Answers.Json("CANARY"),
            Chat, ("gen_ai.request.model", Claude), ("aws.bedrock.guardrail.id", "gr-1")),
        Runtime<InvokeModelResponse>("InvokeModel", "",
            new InvokeModelRequest { ModelId = Claude, Body = Bytes(), GuardrailIdentifier = "gr-2", GuardrailVersion = "DRAFT" },
            Answers.Json("""{"completion":"CANARY"}"""),
            ("gen_ai.operation.name", "text_completion"), ("gen_ai.request.model", Claude), ("aws.bedrock.guardrail.id", "gr-2")),
        Runtime<InvokeModelResponse>("InvokeModel", "with its usage in headers, as no body is the same",
            new InvokeModelRequest { ModelId = Claude, Body = Bytes() },
            Answers.Json("{}").With("X-Amzn-Bedrock-Input-Token-Count", "12").With("X-Amzn-Bedrock-Output-Token-Count", "34"),
            ("gen_ai.operation.name", "text_completion"), ("gen_ai.request.model", Claude), ("gen_ai.usage.input_tokens", 12L), ("gen_ai.usage.output_tokens", 34L)),
        Runtime<InvokeModelResponse>("InvokeModel", "of an embedding",
            new InvokeModelRequest { ModelId = Titan, Body = Bytes() },
            Answers.Json("""{"embedding":[0.5]}"""),
            ("gen_ai.operation.name", "embeddings"), ("gen_ai.request.model", Titan)),
        Runtime<InvokeModelResponse>("InvokeModel", "refused",
            new InvokeModelRequest { ModelId = Claude, Body = Bytes() },
            Answers.JsonError("AccessDeniedException", 403),
            ("gen_ai.operation.name", "text_completion"), ("gen_ai.request.model", Claude), ("error.type", "AccessDeniedException")),
        Runtime<InvokeModelWithResponseStreamResponse>("InvokeModelWithResponseStream", "",
            new InvokeModelWithResponseStreamRequest { ModelId = Claude, Body = Bytes() },
            Answers.Json("CANARY"),
            ("gen_ai.operation.name", "text_completion"), ("gen_ai.request.model", Claude)),
        Runtime<ApplyGuardrailResponse>("ApplyGuardrail", "",
            new ApplyGuardrailRequest { GuardrailIdentifier = "gr-3", Content = [new() { Text = Canary }] },
            Answers.Json("{}"),
            ("aws.bedrock.guardrail.id", "gr-3")),
        AgentRuntime<RetrieveResponse>("Retrieve", "",
            new RetrieveRequest { KnowledgeBaseId = KnowledgeBase, RetrievalQuery = new() { Text = Canary }, GuardrailConfiguration = new() { GuardrailId = "gr-4", GuardrailVersion = "1" } },
            Answers.Json("""{"RetrievalResults":[{"Content":{"Text":"CANARY"}}]}"""),
            ("aws.bedrock.knowledge_base.id", KnowledgeBase), ("aws.bedrock.guardrail.id", "gr-4")),
        AgentRuntime<RetrieveAndGenerateResponse>("RetrieveAndGenerate", "which names its knowledge base two levels down",
            new RetrieveAndGenerateRequest
            {
                Input = new() { Text = Canary },
                RetrieveAndGenerateConfiguration = new() { KnowledgeBaseConfiguration = new() { KnowledgeBaseId = KnowledgeBase, ModelArn = Claude } },
            },
            Answers.Json("{}"),
            ("aws.bedrock.knowledge_base.id", KnowledgeBase)),
        AgentRuntime<RetrieveResponse>("Retrieve", "refused",
            new RetrieveRequest { KnowledgeBaseId = KnowledgeBase, RetrievalQuery = new() { Text = Canary } },
            Answers.JsonError("ResourceNotFoundException", 404),
            ("aws.bedrock.knowledge_base.id", KnowledgeBase), ("error.type", "ResourceNotFoundException")),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Operation_span_has_exactly_the_attributes_of_the_convention(ServiceCase row) => row.Verify();

    private static ServiceCase Runtime<TResponse>(string operation, string note, AmazonWebServiceRequest request, ScriptedResponse response, params (string, object)[] expected)
        where TResponse : AmazonWebServiceResponse, new() => ServiceCase.Of<TResponse>("Bedrock Runtime", operation, note, request, response, OtelSpanKind.Client, [Provider, .. expected]);

    private static ServiceCase AgentRuntime<TResponse>(string operation, string note, AmazonWebServiceRequest request, ScriptedResponse response, params (string, object)[] expected)
        where TResponse : AmazonWebServiceResponse, new() => ServiceCase.Of<TResponse>("Bedrock Agent Runtime", operation, note, request, response, OtelSpanKind.Client, [Provider, .. expected]);

    private static List<Message> Prompt() => [new() { Content = [new() { Text = Canary }] }];

    private static MemoryStream Bytes() => new(Encoding.UTF8.GetBytes(Canary));
}
