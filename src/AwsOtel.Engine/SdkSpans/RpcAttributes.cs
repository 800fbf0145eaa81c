using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>The rpc.* attributes of an operation, by the names that the session wants.</summary>
internal static class RpcAttributes
{
    private const string System = "aws-api";

    public static IEnumerable<KeyValuePair<string, object>> Of(string service, string operation, RpcNames names)
    {
        if (names != RpcNames.New)
        {
            yield return new(AttributeName.RpcSystem, System);
            yield return new(AttributeName.RpcService, service);
        }

        if (names != RpcNames.Old)
            yield return new(AttributeName.RpcSystemName, System);
        yield return new(AttributeName.RpcMethod, names == RpcNames.Old ? operation : service + "/" + operation);
    }
}
