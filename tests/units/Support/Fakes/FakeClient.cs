using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace AwsOtel.Tests.Support.Fakes;

/// <summary>
/// A client of a service whose package is not there, on the SDK's own pipeline: marshaller, endpoint, credentials, retries, signer, HTTP and
/// unmarshaller are all the SDK's or plugged in where a generated client plugs in its own. Only the request and response types are copies.
/// </summary>
internal sealed class FakeClient : AmazonServiceClient
{
    private readonly bool _speaksXml;

    public FakeClient(string serviceId, string url, int retries = 0, bool isNamed = true, AWSCredentials? credentials = null)
        : base(credentials ?? Clients.Credentials, new FakeConfig(serviceId) { ServiceURL = url, AuthenticationRegion = Clients.Region, MaxErrorRetry = retries, IsNamed = isNamed })
    {
        _speaksXml = serviceId is "SNS";
        foreach (var retry in Clients.Handlers(this).OfType<RetryHandler>())
        {
            if (retry.RetryPolicy is StandardRetryPolicy policy)
                policy.MaxBackoffInMilliseconds = 5;
        }
    }

    /// <summary>Already asked for by the base's constructor, which has the configuration by then.</summary>
    protected override IServiceMetadata ServiceMetadata => new Metadata(((FakeConfig)Config) is { IsNamed: true } config ? config.ServiceId : null);

    public Task<TResponse> CallAsync<TResponse>(AmazonWebServiceRequest request, CancellationToken cancellation = default)
        where TResponse : AmazonWebServiceResponse, new() => InvokeAsync<TResponse>(request, Options<TResponse>(), cancellation);

    public TResponse Call<TResponse>(AmazonWebServiceRequest request)
        where TResponse : AmazonWebServiceResponse, new() => Invoke<TResponse>(request, Options<TResponse>());

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        // In this order, as generated clients do it.
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new FakeEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new FakeAuthSchemeHandler());
        if (ServiceMetadata.ServiceId == "SQS")
            pipeline.AddHandlerBefore<Unmarshaller>(new FakeSqsValidation());
    }

    private InvokeOptions Options<TResponse>()
        where TResponse : AmazonWebServiceResponse, new() => new()
        {
            RequestMarshaller = new FakeMarshaller(ServiceMetadata.ServiceId),
            ResponseUnmarshaller = _speaksXml ? new FakeXmlUnmarshaller<TResponse>() : new FakeJsonUnmarshaller<TResponse>(),
        };

    private sealed class Metadata(string? serviceId) : IServiceMetadata
    {
        public string? ServiceId => serviceId;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }

    private sealed class FakeEndpointResolver : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
            new() { ["Endpoint"] = requestContext.ClientConfig.ServiceURL };
    }

    private sealed class FakeAuthSchemeHandler : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }
}
