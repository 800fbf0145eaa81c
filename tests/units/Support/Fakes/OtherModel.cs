using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2.Model;

// Of a service that has no table; as in AWSSDK.ElasticLoadBalancingV2 4, as far as the tests go.
public sealed class DescribeTargetGroupsRequest : AmazonWebServiceRequest
{
    public string? LoadBalancerArn { get; set; }

    public string? Marker { get; set; }

    public List<string>? Names { get; set; }

    public List<string>? TargetGroupArns { get; set; }
}

public sealed class DescribeTargetGroupsResponse : AmazonWebServiceResponse
{
    public string? NextMarker { get; set; }
}
