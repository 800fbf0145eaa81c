namespace AwsOtel.Engine.Conventions;

/// <summary>The tables by service id.</summary>
internal static class ServiceTables
{
    /// <summary>Of a service that has no table of its own: the attributes that all services share, and the ARNs of its requests.</summary>
    private static readonly ServiceTable Other = new()
    {
        ServiceId = "",
        Rows = [new(Operations.All, Side.Request, "", "aws.resource.arn", ArnMembers.Read)],
    };

    public static readonly IReadOnlyList<ServiceTable> All =
    [
        S3Table.Table,
        DynamoDbTable.Table,
        SqsTable.Table,
        SnsTable.Table,
        EventBridgeTable.Table,
        KinesisTable.Table,
        StepFunctionsTable.Table,
        LambdaTable.Table,
        SecretsManagerTable.Table,
        BedrockTables.Runtime,
        BedrockTables.AgentRuntime,
    ];

    private static readonly Dictionary<string, ServiceTable> ByServiceId = All.ToDictionary(static table => table.ServiceId, StringComparer.Ordinal);

    /// <param name="serviceId">Null where a client that is not AWS's own does not tell it.</param>
    public static ServiceTable For(string? serviceId) => serviceId is null ? Other : ByServiceId.GetValueOrDefault(serviceId, Other);
}
