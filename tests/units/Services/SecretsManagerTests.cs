using Amazon.Runtime;
using Amazon.SecretsManager.Model;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Services;

/// <summary>Secrets Manager's table, row by row. A plain name may say too much: only ARNs are told.</summary>
[Collection(ProcessWide.Name)]
public sealed class SecretsManagerTests
{
    private const string Canary = ServiceCase.Canary;
    private const string SecretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf";
    private const string ChineseArn = "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:prod/db-AbCdEf";

    public static TheoryData<ServiceCase> Cases =>
    [
        Case<GetSecretValueResponse>("GetSecretValue", "by an ARN",
            new GetSecretValueRequest { SecretId = SecretArn, VersionId = Canary },
            Answers.Json($$"""{"ARN":"{{SecretArn}}","Name":"CANARY","SecretString":"CANARY"}"""),
            ("aws.secretsmanager.secret.arn", SecretArn)),
        Case<GetSecretValueResponse>("GetSecretValue", "by a name, answered with an ARN",
            new GetSecretValueRequest { SecretId = Canary },
            Answers.Json($$"""{"ARN":"{{SecretArn}}","Name":"CANARY","SecretBinary":"Y2FuYXJ5"}"""),
            ("aws.secretsmanager.secret.arn", SecretArn)),
        Case<GetSecretValueResponse>("GetSecretValue", "of another partition, refused",
            new GetSecretValueRequest { SecretId = ChineseArn },
            Answers.JsonError("ResourceNotFoundException"),
            ("aws.secretsmanager.secret.arn", ChineseArn), ("error.type", "ResourceNotFoundException")),
        Case<GetSecretValueResponse>("GetSecretValue", "by a name, refused",
            new GetSecretValueRequest { SecretId = Canary },
            Answers.JsonError("ResourceNotFoundException"),
            ("error.type", "ResourceNotFoundException")),
        Case<CreateSecretResponse>("CreateSecret", "",
            new CreateSecretRequest { Name = Canary, SecretString = Canary },
            Answers.Json($$"""{"ARN":"{{ChineseArn}}","Name":"CANARY"}"""),
            ("aws.secretsmanager.secret.arn", ChineseArn)),
        Case<GetRandomPasswordResponse>("GetRandomPassword", "",
            new GetRandomPasswordRequest { PasswordLength = 20 },
            Answers.Json("""{"RandomPassword":"CANARY"}""")),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Operation_span_has_exactly_the_attributes_of_the_convention(ServiceCase row) => row.Verify();

    private static ServiceCase Case<TResponse>(string operation, string note, AmazonWebServiceRequest request, ScriptedResponse response, params (string, object)[] expected)
        where TResponse : AmazonWebServiceResponse, new() => ServiceCase.Of<TResponse>("Secrets Manager", operation, note, request, response, OtelSpanKind.Client, expected);
}
