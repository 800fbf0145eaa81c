using static AwsOtel.Engine.Conventions.Side;

namespace AwsOtel.Engine.Conventions;

/// <summary>Secrets Manager. See <see href="https://opentelemetry.io/docs/specs/semconv/registry/attributes/aws/"/>. A secret is never read.</summary>
internal static class SecretsManagerTable
{
    public static readonly ServiceTable Table = new()
    {
        ServiceId = "Secrets Manager",
        Rows =
        [
            // A secret's plain name may say too much; the convention has the ARN only.
            new(Operations.All, Request, "SecretId", "aws.secretsmanager.secret.arn", Arn.Only),
            new(Operations.All, Response, "ARN", "aws.secretsmanager.secret.arn", Arn.Only),
        ],
    };
}
