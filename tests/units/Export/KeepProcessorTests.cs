using System.Diagnostics;
using AwsOtel.Engine.Export;
using AwsOtel.Engine.Session;
using OpenTelemetry;
using Xunit;

namespace AwsOtel.Tests.Export;

/// <summary>What is held back, what is handed on when, and what is dropped.</summary>
public sealed class KeepProcessorTests : IDisposable
{
    private readonly ActivitySource _source = new("keep-tests");
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = static source => source.Name == "keep-tests",
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    private readonly Received _received = new();

    public KeepProcessorTests()
    {
        Activity.Current = null;
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }

    [Fact]
    public void A_trace_without_a_reason_is_dropped_and_counted()
    {
        using var keep = Make(new KeepSettings(Failed: true, Throttled: true, TimeSpan.FromHours(1)));
        End(keep, "child", "root");
        keep.ForceFlush();

        Assert.Equal(("", 2), (_received.Names, keep.Discarded));
    }

    [Fact]
    public void A_trace_that_failed_is_handed_on_whole_at_the_end()
    {
        using var keep = Make(new KeepSettings(Failed: true, Throttled: false, null));
        using var root = _source.StartActivity("root")!;
        var child = _source.StartActivity("child")!;
        child.SetStatus(ActivityStatusCode.Error);
        End(keep, child);
        End(keep, root);
        var before = _received.Names;
        keep.ForceFlush();

        Assert.Equal(("", "child root", 0), (before, _received.Names, keep.Discarded));
    }

    [Fact]
    public void An_attempt_that_was_retried_is_no_failure()
    {
        using var keep = Make(new KeepSettings(Failed: true, Throttled: false, null));
        var attempt = _source.StartActivity("attempt 1")!;
        attempt.SetTag("aws.retry.attempt", 1);
        attempt.SetStatus(ActivityStatusCode.Error);
        End(keep, attempt);
        keep.ForceFlush();

        Assert.Equal(1, keep.Discarded);
    }

    [Fact]
    public void Slow_is_the_root_and_not_what_is_under_it()
    {
        using var keep = Make(new KeepSettings(Failed: false, Throttled: false, TimeSpan.FromSeconds(10)));
        var start = DateTime.UtcNow;
        var slow = _source.StartActivity("slow")!.SetStartTime(start).SetEndTime(start.AddSeconds(11));
        End(keep, slow);
        var quick = _source.StartActivity("quick")!.SetStartTime(start).SetEndTime(start.AddSeconds(9));
        var child = _source.StartActivity("child")!.SetStartTime(start).SetEndTime(start.AddSeconds(11));
        End(keep, child);
        End(keep, quick);
        keep.ForceFlush();

        Assert.Equal(("slow", 2), (_received.Names, keep.Discarded));
    }

    [Fact]
    public void A_throttled_call_is_a_reason()
    {
        using var keep = Make(new KeepSettings(Failed: false, Throttled: true, null));
        var call = _source.StartActivity("call")!;
        Throttling.Note(call);
        End(keep, call);
        keep.ForceFlush();

        Assert.Equal("call", _received.Names);
    }

    [Fact]
    public void Beyond_the_bound_a_trace_is_kept_and_streams()
    {
        using var keep = Make(new KeepSettings(Failed: true, Throttled: false, null), capacity: 2);
        using var root = _source.StartActivity("root")!;
        End(keep, "1", "2");
        var held = _received.Names;
        End(keep, "3", "4");
        var streamed = _received.Names;
        keep.ForceFlush();

        Assert.Equal(("", "3 4", "3 4 1 2", 0), (held, streamed, _received.Names, keep.Discarded));
    }

    [Fact]
    public void What_waits_for_the_end_is_handed_on_in_portions_that_a_queue_can_take()
    {
        using var keep = Make(new KeepSettings(Failed: true, Throttled: false, null));
        using var root = _source.StartActivity("root")!;
        for (var i = 0; i < 1000; i++)
            End(keep, "span");
        root.SetStatus(ActivityStatusCode.Error);
        End(keep, root);
        keep.ForceFlush();

        Assert.Equal((1001, 4), (_received.Count, _received.Flushes));
        Assert.True(_received.MostBetweenFlushes <= 256);
    }

    private KeepProcessor Make(KeepSettings settings, int capacity = KeepProcessor.DefaultCapacity) => new(settings, capacity, [_received]);

    private void End(KeepProcessor keep, params string[] names)
    {
        // Each under the one after it, so that they are one trace.
        var spans = new Activity[names.Length];
        for (var i = names.Length - 1; i >= 0; i--)
            spans[i] = _source.StartActivity(names[i])!;
        foreach (var span in spans)
            End(keep, span);
    }

    private static void End(KeepProcessor keep, Activity span)
    {
        span.Stop();
        keep.OnEnd(span);
    }

    private sealed class Received : BaseProcessor<Activity>
    {
        private readonly List<string> _names = [];
        private int _sinceFlush;

        public string Names => string.Join(' ', _names);

        public int Count => _names.Count;

        public int Flushes { get; private set; }

        public int MostBetweenFlushes { get; private set; }

        public override void OnEnd(Activity data)
        {
            _names.Add(data.DisplayName);
            MostBetweenFlushes = Math.Max(MostBetweenFlushes, ++_sinceFlush);
        }

        protected override bool OnForceFlush(int timeoutMilliseconds)
        {
            Flushes++;
            _sinceFlush = 0;
            return true;
        }
    }
}
