using System.Text;
using AwsOtel.Engine.Delivery;
using Xunit;

namespace AwsOtel.Tests.Delivery;

public sealed class PartialSuccessTests
{
    /// <summary>partial_success { rejected_spans: 300, error_message: "old" }, after a field that is not known.</summary>
    private static readonly byte[] Rejected = [0x78, 0x01, 0x0a, 0x08, 0x08, 0xac, 0x02, 0x12, 0x03, .. "old"u8];

    [Fact]
    public void Is_read_of_protobuf() => Assert.Equal(new PartialSuccess(300, "old"), PartialSuccess.Read("application/x-protobuf", Rejected));

    [Fact]
    public void Is_read_of_grpc_after_the_prefix() =>
        Assert.Equal(new PartialSuccess(300, "old"), PartialSuccess.Read("application/grpc", new byte[] { 0, 0, 0, 0, 12 }.Concat(Rejected).ToArray()));

    [Theory]
    [InlineData("""{"partialSuccess":{"rejectedSpans":"2","errorMessage":"old"}}""", 2, "old")]
    [InlineData("""{"partialSuccess":{"rejectedSpans":2}}""", 2, "")]
    [InlineData("""{"partialSuccess":{"errorMessage":"soon"}}""", 0, "soon")]
    public void Is_read_of_json(string body, long rejected, string message) =>
        Assert.Equal(new PartialSuccess(rejected, message), PartialSuccess.Read("application/json", Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("application/json", """{"partialSuccess":{}}""")]
    [InlineData("application/json", "no json")]
    [InlineData("application/x-protobuf", "")]
    [InlineData("application/x-protobuf", "\n\0")]
    [InlineData("application/x-protobuf", "\n\u007f")]
    [InlineData("application/x-protobuf", "\u000f")]
    [InlineData("application/grpc", "\0\0\0\0\0")]
    public void Is_nothing_where_all_is_well_or_the_answer_is_not_to_be_read(string type, string body) =>
        Assert.Null(PartialSuccess.Read(type, Encoding.UTF8.GetBytes(body)));
}
