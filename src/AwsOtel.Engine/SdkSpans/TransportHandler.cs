using System.Diagnostics;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>
/// Directly outside the HTTP handler: takes the ambient span away from HttpClient where nobody traces it. HttpClient would make a span of its
/// own under ours, never exported, and send its id as <c>traceparent</c>: a parent that the receiver could not find, in a header that is not
/// signed. What is propagated, and how, is the propagators' to decide.
/// </summary>
internal sealed class TransportHandler : PipelineHandler
{
    // A source is told of listeners by name: this one learns whether anybody listens to HttpClient's.
    private static readonly ActivitySource HttpClientSource = new("System.Net.Http");

    public override void InvokeSync(IExecutionContext executionContext)
    {
        if (HttpClientSource.HasListeners())
        {
            base.InvokeSync(executionContext);
            return;
        }

        var ambient = Activity.Current;
        Activity.Current = null;
        try
        {
            base.InvokeSync(executionContext);
        }
        finally
        {
            Activity.Current = ambient;
        }
    }

    public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        if (HttpClientSource.HasListeners())
            return base.InvokeAsync<T>(executionContext);
        var ambient = Activity.Current;
        Activity.Current = null;
        try
        {
            // The HTTP call keeps the context that it was started in, also after its first await.
            return base.InvokeAsync<T>(executionContext);
        }
        finally
        {
            Activity.Current = ambient;
        }
    }
}
