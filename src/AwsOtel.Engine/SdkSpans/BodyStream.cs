using System.Diagnostics;
using Amazon.Runtime.Internal.Util;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>
/// A response's body that counts what is read of it. It is a wrapper as the SDK's own are, so that the SDK still finds what it looks for
/// underneath.
/// </summary>
internal sealed class BodyStream(Stream body, Action<long, TimeSpan> finished) : WrapperStream(body)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _bytes;
    private int _done;

    public override int Read(byte[] buffer, int offset, int count) => Count(BaseStream.Read(buffer, offset, count), count);

    public override int Read(Span<byte> buffer) => Count(BaseStream.Read(buffer), buffer.Length);

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Count(await BaseStream.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false), count);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await BaseStream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);

    protected override void Dispose(bool disposing)
    {
        // Left before its end: what was read of it is told.
        Finish();
        base.Dispose(disposing);
    }

    private int Count(int read, int asked)
    {
        _bytes += read;
        if (read == 0 && asked > 0)
            Finish();
        return read;
    }

    private void Finish()
    {
        if (Interlocked.Exchange(ref _done, 1) == 0)
            finished(_bytes, Stopwatch.GetElapsedTime(_start));
    }
}
