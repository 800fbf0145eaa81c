using System.Diagnostics;
using AwsOtel.Engine.Export;
using AwsOtel.Engine.Session;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace AwsOtel.Engine.Delivery;

/// <summary>
/// Brings spans to OpenTelemetry's OTLP exporter, in batches, on a thread of its own: the script never waits for the receiver. OpenTelemetry's
/// batch processor drops what cannot be delivered; here it goes to the spool, and what an earlier session left there is sent once the receiver is reached.
/// </summary>
internal sealed class DeliveryProcessor : BaseExportProcessor<Activity>
{
    /// <summary>Cancelled requests end at once; a name server that does not answer cannot be cancelled.</summary>
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromMilliseconds(400);

    private readonly object _gate = new();
    private readonly Queue<SpanBatch> _ready = new();
    private readonly BatchExportActivityProcessorOptions _options;
    private readonly int _batchSize;
    private readonly OtlpHttpClient _http;
    private readonly OtlpJsonLine _line;
    private readonly SpoolFolder? _spool;
    private readonly ExportCounts _counts;
    private readonly Pause _pause = new();
    private readonly KeptBatches _kept;
    private readonly Deliverer _deliverer;
    private readonly Backlog? _backlog;
    private readonly Thread _thread;
    private SpanBatch? _current;
    private int _inMemory;
    private int _flushes;
    private bool _delivering;
    private bool _stopping;
    private bool _cutPauseShort;
    private bool _spoolFailed;

    public DeliveryProcessor(OtlpTraceExporter exporter, OtlpHttpClient http, OtlpSettings otlp, TimeSpan timeout, SpoolFolder? spool, OtlpJsonLine line, ExportCounts counts)
        : base(exporter)
    {
        // Reads OTEL_BSP_*.
        _options = new BatchExportActivityProcessorOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxQueueSize, 1, "OTEL_BSP_MAX_QUEUE_SIZE");
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxExportBatchSize, 1, "OTEL_BSP_MAX_EXPORT_BATCH_SIZE");
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.ScheduledDelayMilliseconds, 1, "OTEL_BSP_SCHEDULE_DELAY");
        _batchSize = Math.Min(_options.MaxExportBatchSize, _options.MaxQueueSize);
        _http = http;
        _line = line;
        _spool = spool;
        _counts = counts;
        _counts.RestIsKept = spool is not null;
        _kept = new KeptBatches(spool, counts);
        _backlog = spool is null ? null : new Backlog(spool, new BacklogRequest(http, otlp), _pause, _kept, counts);
        _deliverer = new Deliverer(exporter, http.Watch, timeout, _pause, _kept, counts);
        _thread = new Thread(Run) { Name = "AwsOtel delivery", IsBackground = true };
        // Whatever is ambient at the script's Start is none of this thread's business.
        _thread.UnsafeStart();
    }

    public override void OnEnd(Activity data)
    {
        if (data.Recorded)
            OnExport(data);
    }

    protected override void OnExport(Activity data)
    {
        lock (_gate)
        {
            if (_stopping)
                return;
            _current ??= NewBatch();
            if (!TryAdd(_current, data))
                _counts.AddDropped(1, "the queue was full");
            else if (_current.IsFull)
                CloseCurrent();
        }
    }

    protected override bool OnForceFlush(int timeoutMilliseconds)
    {
        var clock = Stopwatch.StartNew();
        lock (_gate)
        {
            _flushes++;
            _cutPauseShort = true;
            Monitor.PulseAll(_gate);
            while (_current is not null || _ready.Count > 0 || _delivering)
            {
                var left = timeoutMilliseconds == Timeout.Infinite ? Timeout.Infinite : (int)Math.Max(0, timeoutMilliseconds - clock.ElapsedMilliseconds);
                if (left == 0 || !Monitor.Wait(_gate, left))
                    break;
            }

            _flushes--;
            return _current is null && _ready.Count == 0 && !_delivering;
        }
    }

    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.PulseAll(_gate);
        }

        var ended = _thread.Join(timeoutMilliseconds);
        if (!ended)
        {
            // Nobody waits any longer. What is on its way stays in the spool.
            _http.Watch.GiveUp();
            _thread.Join(LongestGoodbye);
        }

        return base.OnShutdown(0) && ended;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_gate)
            {
                _stopping = true;
                Monitor.PulseAll(_gate);
            }

            _http.Watch.GiveUp();
            _thread.Join(LongestGoodbye);
        }

        base.Dispose(disposing);
        if (disposing)
        {
            _http.Dispose();
            _line.Dispose();
        }
    }

    private SpanBatch NewBatch()
    {
        SpoolFile? file = null;
        try
        {
            file = _spool?.Create();
        }
        catch (Exception e)
        {
            SpoolFailed(e);
        }

        return new SpanBatch(_batchSize, _inMemory + _batchSize <= _options.MaxQueueSize, file);
    }

    private bool TryAdd(SpanBatch batch, Activity span)
    {
        try
        {
            if (!batch.CanAdd)
                return false;
            if (batch.Path is not null)
                FaultPoint.Reach("write to the spool");
            batch.Add(span, batch.Path is null ? default : _line.Render(span));
            _inMemory += batch.Spans is null ? 0 : 1;
            return true;
        }
        catch (Exception e)
        {
            SpoolFailed(e);
        }

        return BreakOff(batch) && TryAdd(batch, span);
    }

    /// <returns>Whether the batch takes spans without its file.</returns>
    private bool BreakOff(SpanBatch batch)
    {
        try
        {
            batch.Fail();
        }
        catch (Exception e)
        {
            SpoolFailed(e);
        }

        return batch.CanAdd;
    }

    /// <summary>Said once, for a full disk fails every span from here on.</summary>
    private void SpoolFailed(Exception exception)
    {
        if (!_spoolFailed)
            OwnFailures.Record("write to the spool", exception);
        _spoolFailed = true;
        _counts.RestIsKept = false;
    }

    private void CloseCurrent()
    {
        if (_current is null)
            return;
        _ready.Enqueue(_current);
        _current = null;
        Monitor.PulseAll(_gate);
    }

    private void Run()
    {
        while (true)
        {
            var batch = Next(out var isLast);
            if (batch is not null)
                Deliver(batch);
            else if (_backlog is { IsDue: true } && !_http.Watch.GivenUp.IsCancellationRequested)
                _backlog.SendNext();
            else if (isLast)
                return;
        }
    }

    /// <summary>The next batch to deliver, once there is one.</summary>
    /// <param name="isLast">The session ends.</param>
    /// <returns>Null where there is time for the backlog, or the end has come.</returns>
    private SpanBatch? Next(out bool isLast)
    {
        lock (_gate)
        {
            if (_cutPauseShort)
                TryOnceMore();
            while (_ready.Count == 0)
            {
                if (_flushes > 0 || _stopping)
                    CloseCurrent();
                if (_ready.Count > 0 || _stopping || _backlog is { IsDue: true })
                    break;
                if (!Monitor.Wait(_gate, _options.ScheduledDelayMilliseconds))
                    CloseCurrent();
                if (_cutPauseShort)
                    TryOnceMore();
            }

            isLast = _stopping;
            _delivering = _ready.TryDequeue(out var batch);
            return batch;
        }
    }

    /// <summary>The session ends, and the receiver may have come back.</summary>
    private void TryOnceMore()
    {
        _cutPauseShort = false;
        _pause.CutShort();
        if (_kept.HasOwn && !_pause.IsOn)
            _backlog?.Due();
    }

    private void Deliver(SpanBatch batch)
    {
        try
        {
            FaultPoint.Reach("deliver spans");
            _deliverer.Deliver(batch);
            if (_deliverer.IsReached)
                _backlog?.Due();
        }
        catch (Exception e)
        {
            // The next batch may do better; of this one, what is in the spool is for another session.
            OwnFailures.Record("deliver spans", e);
            batch.Release();
        }
        finally
        {
            lock (_gate)
            {
                _inMemory -= batch.Spans is null ? 0 : batch.Count;
                _delivering = false;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
