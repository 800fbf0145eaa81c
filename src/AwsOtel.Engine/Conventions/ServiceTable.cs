namespace AwsOtel.Engine.Conventions;

/// <summary>What is known of one AWS service: its attributes as data.</summary>
internal sealed class ServiceTable
{
    /// <summary>The service id of the AWS API model, for example <c>DynamoDB</c>.</summary>
    public required string ServiceId { get; init; }

    /// <summary>Attributes that every operation of the service has.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fixed { get; init; } = [];

    /// <summary>Attributes that have the operation's name as their value.</summary>
    public IReadOnlyList<string> OperationName { get; init; } = [];

    /// <summary>Operations that the .NET SDK calls something else than the AWS API: SDK name to API name.</summary>
    public IReadOnlyDictionary<string, string> ApiNames { get; init; } = new Dictionary<string, string>();

    public required IReadOnlyList<AttributeRow> Rows { get; init; }
}
