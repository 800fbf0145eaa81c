using System.Collections.Concurrent;
using Amazon.Runtime;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>What is known of each operation, made at its first call. Bounded by the number of request types in the process.</summary>
internal static class OperationCatalog
{
    private static readonly ConcurrentDictionary<Type, OperationInfo> ByRequest = new();

    /// <summary>Forgets everything: the next session may want other names.</summary>
    public static void Clear() => ByRequest.Clear();

    public static OperationInfo For(IRequestContext call)
    {
        var type = call.OriginalRequest.GetType();
        var known = ByRequest.TryGetValue(type, out var found) ? found : ByRequest.GetOrAdd(type, OperationInfo.Create(type, call.ServiceMetaData.ServiceId));
        return known.Of(call.OriginalRequest);
    }
}
