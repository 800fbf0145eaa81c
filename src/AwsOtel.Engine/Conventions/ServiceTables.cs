namespace AwsOtel.Engine.Conventions;

/// <summary>The tables by service id. A service without one gets the attributes that all services share.</summary>
internal static class ServiceTables
{
    private static readonly ServiceTable Unknown = new() { ServiceId = "", Rows = [] };

    private static readonly Dictionary<string, ServiceTable> ByServiceId = new ServiceTable[]
    {
        S3Table.Table,
        DynamoDbTable.Table,
    }.ToDictionary(static table => table.ServiceId, StringComparer.Ordinal);

    public static ServiceTable For(string serviceId) => ByServiceId.GetValueOrDefault(serviceId, Unknown);
}
