using System.Text.RegularExpressions;
using Amazon.SQS.Model;
using AwsOtel.Engine.Session;
using AwsOtel.Tests.Support;
using AwsOtel.Tests.Support.Fakes;
using Xunit;

namespace AwsOtel.Tests.Metrics;

/// <summary>The console exporter of metrics: a line for each set of attributes, sorted, with count and mean, or with the sum.</summary>
[Collection(ProcessWide.Name)]
public sealed partial class MetricTableTests
{
    [Fact]
    public async Task Has_a_line_for_each_set_of_attributes()
    {
        using var server = new ScriptedServer(
            Answers.JsonError("InternalError", 500), Answers.Json("""{"MessageId":"m-1"}"""), Answers.Json("""{"MessageId":"m-2"}"""), Answers.Json("""{"Messages":[{},{}]}"""));
        using var session = TestSession.Begin(new SessionRequest { Name = "script", Exporter = [OtelExporter.Memory], MetricExporter = [OtelMetricExporter.Console] });
        using (var client = new FakeClient("SQS", server.Url, retries: 1))
        {
            client.Call<SendMessageResponse>(new SendMessageRequest { QueueUrl = "https://sqs/1/orders" });
            client.Call<SendMessageResponse>(new SendMessageRequest { QueueUrl = "https://sqs/1/orders" });
            client.Call<ReceiveMessageResponse>(new ReceiveMessageRequest { QueueUrl = "https://sqs/1/orders" });
        }

        session.End();
        var lines = session.Session.Pipeline.Metrics!.Table!.Lines;

        Assert.Equal(lines.Order(StringComparer.Ordinal), lines);
        var width = lines.Max(static line => line.IndexOf('}', StringComparison.Ordinal)) + 1;
        Assert.All(lines, line => Assert.Equal("  ", line.Substring(width, 2)));
        var own = lines.Where(static line => !line.StartsWith("client.", StringComparison.Ordinal)).Select(line => (line[..width].TrimEnd(), Seconds().Replace(line[(width + 2)..], "# s"))).ToArray();
        var address = $"server.address=127.0.0.1, server.port={server.Port}";
        Assert.Equal(
            [
                ("aws.client.retries {aws.retry.reason=server_error, rpc.method=SQS/SendMessage, rpc.system.name=aws-api}", "1 {retry}"),
                ($"messaging.client.operation.duration {{messaging.destination.name=orders, messaging.operation.name=receive, messaging.operation.type=receive, messaging.system=aws_sqs, {address}}}", "1 × # s"),
                ($"messaging.client.operation.duration {{messaging.destination.name=orders, messaging.operation.name=send, messaging.operation.type=send, messaging.system=aws_sqs, {address}}}", "2 × # s"),
                ($"rpc.client.call.duration {{rpc.method=SQS/ReceiveMessage, rpc.system.name=aws-api, {address}}}", "1 × # s"),
                ($"rpc.client.call.duration {{rpc.method=SQS/SendMessage, rpc.system.name=aws-api, {address}}}", "2 × # s"),
            ],
            own.Where(static line => !line.Item1.Contains(".messages", StringComparison.Ordinal)));
        Assert.Equal(["2 {message}"], own.Where(static line => line.Item1.StartsWith("messaging.client.consumed.messages {", StringComparison.Ordinal)).Select(static line => line.Item2));
        Assert.Equal(["2 {message}"], own.Where(static line => line.Item1.StartsWith("messaging.client.sent.messages {", StringComparison.Ordinal)).Select(static line => line.Item2));
    }

    [Fact]
    public void Is_empty_where_nothing_was_called()
    {
        using var session = TestSession.Begin(new SessionRequest { Name = "script", Exporter = [OtelExporter.Memory], MetricExporter = [OtelMetricExporter.Console] });
        session.End();

        Assert.Empty(session.Session.Pipeline.Metrics!.Table!.Lines);
    }

    [Fact]
    public void What_a_receiver_refuses_is_said_and_the_spans_are_not_dropped_for_it()
    {
        using var receiver = new ScriptedServer(new ScriptedResponse(400));
        using var server = new ScriptedServer(Answers.Json("{}"));
        using var session = TestSession.Begin(new SessionRequest
        {
            Name = "script",
            Exporter = [OtelExporter.Memory],
            MetricExporter = [OtelMetricExporter.Otlp, OtelMetricExporter.Console],
            Endpoint = receiver.Url,
            Protocol = OtelProtocol.HttpProtobuf,
            TimeoutSec = 2,
        });
        using (var client = new FakeClient("Kinesis", server.Url))
            client.Call<Amazon.Kinesis.Model.ListStreamsResponse>(new Amazon.Kinesis.Model.ListStreamsRequest());

        Assert.Equal(new(2, 2, 0, 0, null, null), session.EndWithCounts());
        Assert.Equal($"Otlp ({receiver.Url}/v1/metrics)", session.Session.Pipeline.Metrics!.Failure);
        Assert.NotEmpty(session.Session.Pipeline.Metrics.Table!.Lines);
    }

    [GeneratedRegex(@"[0-9.E\-]+ s$")]
    private static partial Regex Seconds();
}
