using System.Diagnostics;
using AwsOtel.Engine.Propagation;
using Xunit;

namespace AwsOtel.Tests.Messages;

/// <summary>See <see href="https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader"/>.</summary>
public sealed class XRayHeaderTests
{
    private const string Whole = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

    [Theory]
    [InlineData(Whole, ActivityTraceFlags.Recorded)]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0", ActivityTraceFlags.None)]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=?", ActivityTraceFlags.None)]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8", ActivityTraceFlags.None)]
    [InlineData("Sampled=1; Parent=53995C3F42CD8AD8 ;Self=1-5759e989-0;;Lineage=a87bd80c:0; Root=1-5759E988-BD862E3FE1BE46A994272793", ActivityTraceFlags.Recorded)]
    public void Is_read_in_any_order_and_case(string header, ActivityTraceFlags flags)
    {
        Assert.True(XRayHeader.TryParse(header, out var context));
        Assert.Equal(("5759e988bd862e3fe1be46a994272793", "53995c3f42cd8ad8", flags, true), (context.TraceId.ToHexString(), context.SpanId.ToHexString(), context.TraceFlags, context.IsRemote));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(";;;=")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793")]
    [InlineData("Parent=53995c3f42cd8ad8")]
    [InlineData("Root=2-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a99427279;Parent=53995c3f42cd8ad8")]
    [InlineData("Root=1-5759e98g-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad")]
    [InlineData("Root=1-00000000-000000000000000000000000;Parent=53995c3f42cd8ad8")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=0000000000000000")]
    public void What_names_no_parent_is_none(string? header)
    {
        Assert.False(XRayHeader.TryParse(header, out var context));
        Assert.True(context == default);
    }

    [Fact]
    public void A_header_without_end_is_none() => Assert.False(XRayHeader.TryParse(Whole + new string(';', 2000), out _));

    [Fact]
    public void What_is_written_is_read()
    {
        Assert.True(XRayHeader.TryParse(Whole, out var context));
        Assert.Equal(Whole, XRayHeader.Format(context));
        Assert.Equal(Whole.Replace("Sampled=1", "Sampled=0", StringComparison.Ordinal), XRayHeader.Format(new ActivityContext(context.TraceId, context.SpanId, ActivityTraceFlags.None)));
    }
}
