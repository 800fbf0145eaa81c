using System.Diagnostics;
using System.Security.Cryptography;
using AwsOtel.Engine;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Session;

namespace AwsOtel.Benchmarks;

/// <summary>Spans that have ended, as a script leaves them that gets items one by one: of each cmdlet, of its call, and at times of attempts.</summary>
internal static class TypicalSpans
{
    private const int Calls = 5_000;

    /// <summary>So many calls need one that succeeds at the fourth attempt.</summary>
    private const int CallsToRetry = 100;

    private const string IdCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    public static async Task<Activity[]> Make()
    {
        Instrumentation.Initialize();
        var ended = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Spans.ScopeName,
            ActivityStopped = ended.Add,
        };
        var session = Case.All.First(static state => state.Request is { SampleRatio: null }).Begin()!;
        using var call = new GetItemCall();
        using var retried = new RetriedCall();
        ActivitySource.AddActivityListener(listener);
        for (var i = 1; i <= Calls; i++)
            await Cmdlet(session, i % CallsToRetry == 0 ? retried : call);
        SessionRegistry.End(session);
        const int Retried = Calls / CallsToRetry;
        if (ended.Count != 1 + (Calls * 2) + (Retried * (retried.SpansEach - 1)))
            throw new InvalidOperationException($"{Calls} calls made {ended.Count} spans.");
        foreach (var span in ended)
        {
            // A canned answer has the same one always, which would be compressed to nothing.
            if (span.GetTagItem(AttributeName.RequestId) is string id)
                span.SetTag(AttributeName.RequestId, RandomNumberGenerator.GetString(IdCharacters, id.Length));
        }

        return ended.ToArray();
    }

    private static async Task Cmdlet(TraceSession session, IApiCall call)
    {
        var span = Spans.Start("Get-DDBItem", ActivityKind.Internal, session.ScriptSpan)!;
        span.SetTag(AttributeName.FunctionName, @"AWS.Tools.DynamoDBv2\Get-DDBItem");
        span.SetTag(AttributeName.FilePath, "/srv/runbooks/nightly-orders.ps1");
        span.SetTag(AttributeName.LineNumber, 42);
        Activity.Current = span;
        await call.Invoke();
        Activity.Current = null;
        span.SetTag(AttributeName.CmdletParameters, new[] { "Key", "Region", "TableName" });
        span.SetTag(AttributeName.CmdletRecords, 1L);
        span.SetTag(AttributeName.CmdletCalls, 1);
        Spans.End(span);
    }
}
