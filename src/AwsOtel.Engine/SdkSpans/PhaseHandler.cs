using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>Directly inside the handler that does a phase's work: when the call gets here, the phase is done.</summary>
internal sealed class PhaseHandler(Phase phase) : PipelineHandler
{
    public override void InvokeSync(IExecutionContext executionContext)
    {
        OperationCall.Of(executionContext)?.Phases.Done(phase);
        base.InvokeSync(executionContext);
    }

    public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        OperationCall.Of(executionContext)?.Phases.Done(phase);
        return base.InvokeAsync<T>(executionContext);
    }
}
