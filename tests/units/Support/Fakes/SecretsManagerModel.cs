using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

// As in AWSSDK.SecretsManager 4, as far as the tests go.
public sealed class GetSecretValueRequest : AmazonWebServiceRequest
{
    public string? SecretId { get; set; }

    public string? VersionId { get; set; }
}

public sealed class GetSecretValueResponse : AmazonWebServiceResponse
{
    public string? ARN { get; set; }

    public string? Name { get; set; }

    public MemoryStream? SecretBinary { get; set; }

    public string? SecretString { get; set; }
}

public sealed class CreateSecretRequest : AmazonWebServiceRequest
{
    public string? Name { get; set; }

    public string? SecretString { get; set; }
}

public sealed class CreateSecretResponse : AmazonWebServiceResponse
{
    public string? ARN { get; set; }

    public string? Name { get; set; }
}

public sealed class GetRandomPasswordRequest : AmazonWebServiceRequest
{
    public long? PasswordLength { get; set; }
}

public sealed class GetRandomPasswordResponse : AmazonWebServiceResponse
{
    public string? RandomPassword { get; set; }
}
