using Amazon.Runtime;
using Amazon.Runtime.Internal;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>Puts our handlers into the pipeline of every client that is made while a session is on.</summary>
internal sealed class PipelineCustomizer : IRuntimePipelineCustomizer
{
    public const string Name = "AwsOtel";

    public string UniqueName => Name;

    public void Customize(Type serviceClientType, RuntimePipeline pipeline)
    {
        // Exceptions would come out of the client's constructor, in the user's script.
        try
        {
            Add(pipeline);
        }
        catch (Exception e)
        {
            OwnFailures.Record("join the pipeline of " + serviceClientType.Name, e);
        }
    }

    private static void Add(RuntimePipeline pipeline)
    {
        IPipelineHandler? innermost = null;
        RetryHandler? retry = null;
        for (var handler = pipeline.Handler; handler is not null; handler = handler.InnerHandler)
        {
            if (handler is OperationHandler)
                return;
            retry ??= handler as RetryHandler;
            innermost = handler;
        }

        // Linked by hand: AddHandlerAfter<T> wants the exact type and throws where it is absent, and a service may bring a pipeline of its own.
        // Such a service loses its attempts; its operations are still seen.
        if (retry?.InnerHandler is not null)
            InsertAfter(retry, new AttemptHandler(retry.RetryPolicy) { Logger = retry.Logger });
        if (innermost?.OuterHandler is { } beforeHttp)
            InsertAfter(beforeHttp, new TransportHandler { Logger = beforeHttp.Logger });
        // Outermost, so that the span also covers what services add before the marshaller.
        pipeline.AddHandler(new OperationHandler());
    }

    private static void InsertAfter(IPipelineHandler outer, IPipelineHandler added)
    {
        var inner = outer.InnerHandler;
        added.OuterHandler = outer;
        added.InnerHandler = inner;
        inner.OuterHandler = added;
        outer.InnerHandler = added;
    }
}
