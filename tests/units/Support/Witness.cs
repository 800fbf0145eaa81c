using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using AwsOtel.Engine.Conventions;

namespace AwsOtel.Tests.Support;

/// <summary>A call as the SDK saw it.</summary>
internal sealed record WitnessedCall(string ServiceId, object Request, IRequest? Sent, IWebResponseData? Received, object? Response);

/// <summary>Keeps the calls of the clients that are made while it is there: what a table's rows can be read of.</summary>
internal sealed class Witness : IRuntimePipelineCustomizer, IDisposable
{
    private const string Name = "Witness";

    private readonly List<WitnessedCall> _calls = [];

    public Witness() => RuntimePipelineCustomizerRegistry.Instance.Register(this);

    public string UniqueName => Name;

    public WitnessedCall Last => _calls[^1];

    public void Customize(Type type, RuntimePipeline pipeline) => pipeline.AddHandler(new Handler(_calls));

    public void Dispose() => RuntimePipelineCustomizerRegistry.Instance.Deregister(Name);

    private sealed class Handler(List<WitnessedCall> calls) : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            object? response = null;
            try
            {
                var answer = await base.InvokeAsync<T>(executionContext);
                response = answer;
                return answer;
            }
            catch (Exception e)
            {
                // S3 throws a response with failed entries.
                response = MemberReader.Read(e, "Response");
                throw;
            }
            finally
            {
                var call = executionContext.RequestContext;
                calls.Add(new(call.ServiceMetaData.ServiceId, call.OriginalRequest, call.Request, executionContext.ResponseContext.HttpResponse, response));
            }
        }
    }
}
