namespace AwsOtel.Engine.Export;

/// <summary>Finished spans as objects, the newest ones up to a bound. They stay readable after the session, for tests and Show-OtelTrace.</summary>
internal sealed class SpanMemory
{
    public const int Capacity = 50_000;

    private readonly Queue<OtelSpan> _spans = new();
    private long _forgotten;

    /// <summary>Spans that gave way to newer ones.</summary>
    public long Forgotten => Interlocked.Read(ref _forgotten);

    public void Add(OtelSpan span)
    {
        lock (_spans)
        {
            if (_spans.Count == Capacity)
            {
                _spans.Dequeue();
                _forgotten++;
            }

            _spans.Enqueue(span);
        }
    }

    /// <summary>The spans in the order in which they ended.</summary>
    public OtelSpan[] ToArray()
    {
        lock (_spans)
            return _spans.ToArray();
    }
}
