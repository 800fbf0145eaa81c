namespace AwsOtel.Engine.Conventions;

/// <summary>What is known of one AWS service, as data. Operations are named as in the AWS API, separated by blanks; <c>*</c> is all of them.</summary>
internal sealed class ServiceTable
{
    /// <summary>The service id of the AWS API model, for example <c>DynamoDB</c>.</summary>
    public required string ServiceId { get; init; }

    /// <summary>Attributes whose values are known beforehand.</summary>
    public IReadOnlyList<FixedRow> Fixed { get; init; } = [];

    /// <summary>Attributes that have the operation's name as their value.</summary>
    public IReadOnlyList<string> OperationName { get; init; } = [];

    /// <summary>Operations that send messages: their spans are of kind PRODUCER.</summary>
    public string Producers { get; init; } = "";

    /// <summary>Operations that the .NET SDK calls something else than the AWS API: SDK name to API name.</summary>
    public IReadOnlyDictionary<string, string> ApiNames { get; init; } = new Dictionary<string, string>();

    /// <summary>SDK names that are two operations of the API: without a key in the request, and with one.</summary>
    public IReadOnlyDictionary<string, (string OfBucket, string OfObject)> ApiNamesByKey { get; init; } = new Dictionary<string, (string, string)>();

    /// <summary>Where a response that HTTP says is fine tells of entries that failed.</summary>
    public IReadOnlyList<PartialFailureRow> PartialFailures { get; init; } = [];

    /// <summary>Where a response that HTTP says is fine tells that the whole call failed.</summary>
    public IReadOnlyList<FailureRow> Failures { get; init; } = [];

    /// <summary>Bodies that are read after the call.</summary>
    public IReadOnlyList<BodyRow> Bodies { get; init; } = [];

    /// <summary>Where messages carry the context of their producer.</summary>
    public IReadOnlyList<CarrierRow> Carriers { get; init; } = [];

    /// <summary>Operations that send several messages at once.</summary>
    public IReadOnlyList<BatchRow> Batches { get; init; } = [];

    /// <summary>Operations that receive messages.</summary>
    public IReadOnlyList<ReceiveRow> Receives { get; init; } = [];

    /// <summary>Whether any operation sends or receives messages with contexts.</summary>
    public bool HasMessages => Carriers.Count + Receives.Count > 0;

    public required IReadOnlyList<AttributeRow> Rows { get; init; }
}
