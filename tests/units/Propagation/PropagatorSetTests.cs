using AwsOtel.Engine.Propagation;
using Xunit;

namespace AwsOtel.Tests.Propagation;

/// <summary>The names of propagators: those that are not known are told, and the others work.</summary>
public sealed class PropagatorSetTests
{
    [Theory]
    [InlineData("tracecontext,baggage", "tracecontext,baggage", "")]
    [InlineData(" XRay , B3 ", "xray,b3", "")]
    [InlineData("b3multi,b3multi", "b3multi", "")]
    [InlineData("none", "", "")]
    [InlineData("none,xray", "xray", "")]
    [InlineData("xray,jaeger,ottrace", "xray", "jaeger,ottrace")]
    [InlineData("jaeger", "tracecontext,baggage", "jaeger")]
    [InlineData("", "tracecontext,baggage", "")]
    [InlineData(",,", "tracecontext,baggage", "")]
    public void Names_are_read_in_any_case_once_each_and_in_order(string listed, string names, string unknown)
    {
        var propagators = PropagatorSet.Of(listed.Split(','), out var passedOver);

        Assert.Equal((names, unknown), (string.Join(',', propagators.Names), string.Join(',', passedOver)));
    }

    [Theory]
    [InlineData("none", false, false, false)]
    [InlineData("baggage", false, true, false)]
    [InlineData("tracecontext", true, false, false)]
    [InlineData("xray", true, false, true)]
    [InlineData("b3,baggage", true, true, false)]
    public void A_set_knows_what_it_hands_on(string listed, bool trace, bool baggage, bool xray)
    {
        var propagators = PropagatorSet.Of(listed.Split(','), out _);

        Assert.Equal((trace, baggage, xray), (propagators.HasTrace, propagators.HasBaggage, propagators.HasXRay));
    }

    [Theory]
    [InlineData("tracecontext", "traceparent", "rubbish", true)]
    [InlineData("xray", "traceparent", "rubbish", false)]
    [InlineData("xray", "X-Amzn-Trace-Id", "rubbish", true)]
    [InlineData("xray", "X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793", false)]
    [InlineData("b3", "b3", "rubbish", true)]
    [InlineData("b3", "b3", "0", false)]
    [InlineData("b3multi", "X-B3-TraceId", "rubbish", true)]
    [InlineData("b3multi", "X-B3-Sampled", "0", false)]
    [InlineData("baggage", "baggage", "rubbish", false)]
    public void A_header_that_names_no_parent_is_not_malformed(string listed, string header, string value, bool isMalformed)
    {
        var propagators = PropagatorSet.Of(listed.Split(','), out _);

        Assert.Equal(isMalformed, propagators.HasMalformed(name => name.Equals(header, StringComparison.OrdinalIgnoreCase) ? value : null));
    }
}
