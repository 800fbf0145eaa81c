using static AwsOtel.Engine.Conventions.Side;

namespace AwsOtel.Engine.Conventions;

/// <summary>
/// Bedrock's run-time services. See <see href="https://opentelemetry.io/docs/specs/semconv/gen-ai/aws-bedrock/"/>. Prompts and completions are never read.
/// </summary>
internal static class BedrockTables
{
    private const string Converses = "Converse ConverseStream";
    private const string Invokes = "InvokeModel InvokeModelWithResponseStream";
    private const string Models = Converses + " " + Invokes;

    public static readonly ServiceTable Runtime = new()
    {
        ServiceId = "Bedrock Runtime",
        Fixed =
        [
            new(Operations.All, "gen_ai.provider.name", "aws.bedrock"),
            new(Converses, "gen_ai.operation.name", "chat"),
        ],
        Rows =
        [
            new(Invokes, Request, "ModelId", "gen_ai.operation.name", ModelOperation),
            new(Models, Request, "ModelId", "gen_ai.request.model", Value.Text),
            new(Operations.All, Request, "GuardrailIdentifier|GuardrailConfig.GuardrailIdentifier", "aws.bedrock.guardrail.id", Value.OnlyOne),
            new(Invokes, Received, "X-Amzn-Bedrock-Input-Token-Count", "gen_ai.usage.input_tokens", Value.Whole),
            new(Invokes, Received, "X-Amzn-Bedrock-Output-Token-Count", "gen_ai.usage.output_tokens", Value.Whole),
            new("Converse", Response, "Usage.InputTokens", "gen_ai.usage.input_tokens", Value.Whole),
            new("Converse", Response, "Usage.OutputTokens", "gen_ai.usage.output_tokens", Value.Whole),
        ],
    };

    public static readonly ServiceTable AgentRuntime = new()
    {
        ServiceId = "Bedrock Agent Runtime",
        Fixed = [new(Operations.All, "gen_ai.provider.name", "aws.bedrock")],
        Rows =
        [
            new(Operations.All, Request, "KnowledgeBaseId|RetrieveAndGenerateConfiguration.KnowledgeBaseConfiguration.KnowledgeBaseId", "aws.bedrock.knowledge_base.id", Value.OnlyOne),
            new(Operations.All, Request, "GuardrailConfiguration.GuardrailId", "aws.bedrock.guardrail.id", Value.Text),
        ],
    };

    private static object ModelOperation(object modelId) =>
        modelId is string id && id.Contains("embed", StringComparison.OrdinalIgnoreCase) ? "embeddings" : "text_completion";
}
