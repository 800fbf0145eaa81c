using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Transform;

namespace AwsOtel.Tests.Support.Fakes;

/// <summary>
/// A client of a service whose package is not there, on the SDK's own pipeline: marshaller, endpoint, credentials, retries, signer, HTTP and
/// unmarshaller are all the SDK's or plugged in where a generated client plugs in its own. Only the request and response types are copies.
/// </summary>
public abstract class FakeServiceClient(AWSCredentials credentials, FakeConfig config) : AmazonServiceClient(credentials, config)
{
    /// <summary>Already asked for by the base's constructor, which has the configuration by then.</summary>
    protected override IServiceMetadata ServiceMetadata => new Metadata(Config is FakeConfig { IsNamed: true } config ? config.ServiceId : null);

    public Task<TResponse> CallAsync<TResponse>(AmazonWebServiceRequest request, CancellationToken cancellation = default)
        where TResponse : AmazonWebServiceResponse, new() => InvokeAsync<TResponse>(request, Options<TResponse>(), cancellation);

    public TResponse Call<TResponse>(AmazonWebServiceRequest request)
        where TResponse : AmazonWebServiceResponse, new() => Invoke<TResponse>(request, Options<TResponse>());

    protected virtual IMarshaller<IRequest, AmazonWebServiceRequest> Marshaller() => new FakeMarshaller(ServiceMetadata.ServiceId);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        // In this order, as generated clients do it.
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new FakeEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new FakeAuthSchemeHandler());
    }

    private InvokeOptions Options<TResponse>()
        where TResponse : AmazonWebServiceResponse, new() => new()
        {
            RequestMarshaller = Marshaller(),
            ResponseUnmarshaller = ServiceMetadata.ServiceId == "SNS" ? new FakeXmlUnmarshaller<TResponse>() : new FakeJsonUnmarshaller<TResponse>(),
        };

    private sealed class Metadata(string? serviceId) : IServiceMetadata
    {
        public string? ServiceId => serviceId;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }

    private sealed class FakeEndpointResolver : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
            new() { ["Endpoint"] = requestContext.ClientConfig.ServiceURL ?? throw new AmazonClientException("This client knows no endpoints of AWS. Give it one, by -EndpointUrl or AWS_ENDPOINT_URL.") };
    }

    private sealed class FakeAuthSchemeHandler : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }
}
