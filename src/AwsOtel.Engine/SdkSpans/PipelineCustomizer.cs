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
            FaultPoint.Reach("join the pipeline of ");
            Add(pipeline);
        }
        catch (Exception e)
        {
            OwnFailures.Record("join the pipeline of " + serviceClientType.Name, e);
        }
    }

    private static void Add(RuntimePipeline pipeline)
    {
        // One walk, and linked by hand: every cmdlet makes a client of its own. AddHandlerAfter<T> would walk for each, wants the exact type and
        // throws where it is absent, and a service may bring a pipeline of its own. Such a service loses its attempts and phases; its operations
        // are still seen.
        var handler = pipeline.Handler;
        while (handler.InnerHandler is { } inner)
        {
            if (handler is OperationHandler)
                return;
            if (Inside(handler) is { } added)
                InsertAfter(handler, added);
            handler = inner;
        }

        // Directly outside the innermost, which sends.
        if (handler.OuterHandler is { } outer)
            InsertAfter(outer, new TransportHandler());
        // Outermost, so that the span also covers what services add before the marshaller.
        pipeline.AddHandler(new OperationHandler());
    }

    /// <summary>What comes directly inside a handler of the SDK.</summary>
    private static PipelineHandler? Inside(IPipelineHandler handler) => handler switch
    {
        Marshaller => new MarshalledHandler(),
        BaseAuthResolverHandler => new PhaseHandler(Phase.Authentication),
        BaseEndpointResolver or EndpointResolver => new PhaseHandler(Phase.Endpoint),
        RetryHandler retry => new AttemptHandler(retry.RetryPolicy),
        _ => null,
    };

    internal static void InsertAfter(IPipelineHandler outer, IPipelineHandler added)
    {
        var inner = outer.InnerHandler;
        added.Logger = outer.Logger;
        added.OuterHandler = outer;
        added.InnerHandler = inner;
        inner.OuterHandler = added;
        outer.InnerHandler = added;
    }
}
