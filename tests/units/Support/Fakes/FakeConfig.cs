using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace AwsOtel.Tests.Support.Fakes;

/// <summary>The configuration of a <see cref="FakeServiceClient"/>. It knows no endpoints of AWS: the address must be given.</summary>
public class FakeConfig : ClientConfig
{
    public FakeConfig(string serviceId)
        : base(new DefaultConfigurationProvider([new Defaults()]))
    {
        ServiceId = serviceId;
        EndpointProvider = new Endpoints();
    }

    /// <summary>Whether the client tells which service it is of.</summary>
    public bool IsNamed { get; init; } = true;

    public override string ServiceVersion => "2026-01-01";

    public override string UserAgent => "fake";

    public override string RegionEndpointServiceName => ServiceId.ToLowerInvariant().Replace(' ', '-');

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => new(ServiceURL);

    private sealed class Endpoints : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters) => new((string)parameters["Endpoint"]);
    }

    private sealed class Defaults : IDefaultConfiguration
    {
        public DefaultConfigurationMode Name => DefaultConfigurationMode.Standard;

        public RequestRetryMode RetryMode => RequestRetryMode.Standard;

        public S3UsEast1RegionalEndpointValue S3UsEast1RegionalEndpoint => S3UsEast1RegionalEndpointValue.Regional;

        public TimeSpan? ConnectTimeout => null;

        public TimeSpan? TlsNegotiationTimeout => null;

        public TimeSpan? TimeToFirstByteTimeout => null;

        public TimeSpan? HttpRequestTimeout => null;
    }
}
