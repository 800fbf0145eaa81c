using System.Runtime.CompilerServices;
using Amazon.Runtime.Internal;
using AwsOtel.Engine.Metrics;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>
/// The only place that touches AWSSDK.Core before a client does. Its methods are never inlined: their callers must be able to run in a process
/// that has no AWSSDK.Core yet.
/// </summary>
internal static class SdkRegistration
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Register()
    {
        RuntimePipelineCustomizerRegistry.Instance.Register(new PipelineCustomizer());
        if (ClientMetrics.Enabled)
            SdkMeterProvider.Attach();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Deregister()
    {
        RuntimePipelineCustomizerRegistry.Instance.Deregister(PipelineCustomizer.Name);
        SdkMeterProvider.Detach();
    }
}
