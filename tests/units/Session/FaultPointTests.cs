using System.Diagnostics;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.SQS.Model;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.UserSpans;
using AwsOtel.Tests.Support;
using AwsOtel.Tests.Support.Fakes;
using Xunit;

namespace AwsOtel.Tests.Session;

/// <summary>
/// The steps of messages, each failing in turn: what the caller gets is the same. All other steps fail in OwnFailures.Tests.ps1, with real cmdlets.
/// </summary>
[Collection(ProcessWide.Name)]
public sealed partial class FaultPointTests : IDisposable
{
    private const string Queue = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders";

    public static TheoryData<string> Steps => new(
        Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", "AwsOtel.Engine"), "*Message*.cs", SearchOption.AllDirectories)
            .SelectMany(static file => Step().Matches(File.ReadAllText(file)))
            .Select(static match => match.Groups[1].Value)
            .Distinct());

    public void Dispose() => FaultPoint.Clear();

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_step_that_fails_changes_nothing_for_the_caller(string step)
    {
        var alone = await Exchange();
        string[] met;
        string faulty;
        long failures;
        var open = 0;
        using (TestSession.Begin())
        {
            using var listener = new ActivityListener
            {
                ShouldListenTo = static source => source.Name == Spans.ScopeName,
                ActivityStarted = _ => Interlocked.Increment(ref open),
                ActivityStopped = _ => Interlocked.Decrement(ref open),
            };
            ActivitySource.AddActivityListener(listener);
            var before = OwnFailures.Count;
            FaultPoint.Set(step);
            faulty = await Exchange();
            met = FaultPoint.Clear();
            failures = OwnFailures.Count - before;
        }

        OwnFailures.TakeUnreported();
        Assert.Contains(step, met);
        Assert.Equal(0, open);
        Assert.Equal(alone, faulty);
        Assert.InRange(failures, 1, long.MaxValue);
        Assert.Equal($"Could not {step}: InvalidOperationException: injected", OwnFailures.Recent()[^1]);
    }

    [Fact]
    public void A_step_that_is_recorded_can_fail()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", "AwsOtel.Engine"), "*Message*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();

        Assert.Equal(files.SelectMany(static file => Recorded().Matches(file)).Select(static match => match.Groups[1].Value).Order(), Steps.Select(static row => row.Data).Order());
        Assert.InRange(Steps.Count, 5, 100);
    }

    /// <summary>All that a caller gets of messages that are sent, refused and received.</summary>
    private static async Task<string> Exchange()
    {
        List<SendMessageBatchRequestEntry> entries = [new() { Id = "1", MessageBody = "a" }, new() { Id = "2", MessageBody = "b" }];
        var sent = await Call<SendMessageBatchResponse>(new SendMessageBatchRequest { QueueUrl = Queue, Entries = entries }, Answers.Json("""{"Successful":[{"Id":"1","MessageId":"m-1"},{"Id":"2","MessageId":"m-2"}]}"""));
        var refused = await Call<SendMessageBatchResponse>(new SendMessageBatchRequest { QueueUrl = Queue, Entries = entries }, Answers.JsonError("QueueDoesNotExist"));
        var received = await Call<ReceiveMessageResponse>(new ReceiveMessageRequest { QueueUrl = Queue }, Answers.Json("""{"Messages":[{"MessageId":"m-1","Body":"a"}]}"""));
        var queue = MessageDestination.Of(new Dictionary<string, object> { ["EventSourceArn"] = "none" });
        _ = ProcessedMessage.Of(new Dictionary<string, object> { ["MessageId"] = "m-1" });
        return $"{sent}\n{refused}\n{received}\n{queue}\n{FakeJson.Render(entries)}";
    }

    private static async Task<string> Call<TResponse>(AmazonWebServiceRequest request, ScriptedResponse answer)
        where TResponse : AmazonWebServiceResponse, new()
    {
        using var server = new ScriptedServer(answer);
        using var client = new FakeClient("SQS", server.Url);
        var before = FakeJson.Render(request);
        TResponse? response = null;
        var failure = await Record.ExceptionAsync(async () => response = await client.CallAsync<TResponse>(request, TestContext.Current.CancellationToken));
        Assert.Equal(before, FakeJson.Render(request));
        return response is null ? $"{failure!.GetType()}: {failure.Message}" : FakeJson.Render(response);
    }

    [GeneratedRegex("""FaultPoint\.Reach\("([^"]+)"\)""")]
    private static partial Regex Step();

    [GeneratedRegex("""OwnFailures\.Record\("([^"]+)",""")]
    private static partial Regex Recorded();
}
