using System.Buffers.Binary;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using AwsOtel.Engine.Session;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.SdkSpans;

/// <summary>The body of GetObject, which is read after the call: whoever reads it cannot tell that it is watched.</summary>
[Collection(ProcessWide.Name)]
public sealed class ResponseBodyTests
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(300_000);

    private static readonly Dictionary<string, Func<Stream, byte[], Task<int>>> Readers = new(StringComparer.Ordinal)
    {
        ["Read of an array"] = static (stream, buffer) => Task.FromResult(Loop(offset => stream.Read(buffer, offset, buffer.Length - offset))),
        ["Read of a span"] = static (stream, buffer) => Task.FromResult(Loop(offset => stream.Read(buffer.AsSpan(offset)))),
        ["ReadByte"] = static (stream, buffer) => Task.FromResult(Loop(offset => ReadByte(stream, buffer, offset))),
        ["BeginRead"] = static (stream, buffer) => Task.FromResult(Loop(offset => stream.EndRead(stream.BeginRead(buffer, offset, buffer.Length - offset, null, null)))),
        ["ReadAsync of an array"] = static (stream, buffer) => LoopAsync(offset => stream.ReadAsync(buffer, offset, buffer.Length - offset, Cancellation)),
        ["ReadAsync of memory"] = static (stream, buffer) => LoopAsync(offset => stream.ReadAsync(buffer.AsMemory(offset), Cancellation).AsTask()),
        ["CopyTo"] = static (stream, buffer) =>
        {
            using var copy = new MemoryStream(buffer);
            stream.CopyTo(copy);
            return Task.FromResult((int)copy.Position);
        },
        ["CopyToAsync"] = static async (stream, buffer) =>
        {
            using var copy = new MemoryStream(buffer);
            await stream.CopyToAsync(copy, Cancellation);
            return (int)copy.Position;
        },
    };

    private static readonly Dictionary<string, Func<Stream, object?>> Behaviours = new(StringComparer.Ordinal)
    {
        ["CanRead"] = static stream => stream.CanRead,
        ["CanSeek"] = static stream => stream.CanSeek,
        ["CanWrite"] = static stream => stream.CanWrite,
        ["CanTimeout"] = static stream => stream.CanTimeout,
        ["Length"] = static stream => stream.Length,
        ["Position"] = static stream => stream.Position,
        ["set Position"] = static stream => stream.Position = 0,
        ["Seek"] = static stream => stream.Seek(0, SeekOrigin.Begin),
        ["ReadTimeout"] = static stream => stream.ReadTimeout,
        ["WriteTimeout"] = static stream => stream.WriteTimeout,
        ["SetLength"] = static stream => Done(() => stream.SetLength(1)),
        ["Write"] = static stream => Done(() => stream.Write([1], 0, 1)),
        ["Flush"] = static stream => Done(stream.Flush),
        ["Read of nothing"] = static stream => stream.Read([], 0, 0),
        ["Read into null"] = static stream => stream.Read(null!, 0, 1),
        ["CanRead when disposed"] = static stream =>
        {
            stream.Dispose();
            return stream.CanRead;
        },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> ReaderNames => new(Readers.Keys);

    public static TheoryData<string> BehaviourNames => new(Behaviours.Keys);

    [Theory]
    [MemberData(nameof(ReaderNames))]
    public async Task Read_to_its_end_it_is_the_same_and_told_once(string reader)
    {
        var spans = await Get(async response =>
        {
            var buffer = new byte[Content.Length + 1];
            Assert.Equal(Content.Length, await Readers[reader](response.ResponseStream, buffer));
            Assert.Equal(Content, buffer[..^1]);
            response.Dispose();
        });

        IsTold(spans, Content.Length);
    }

    [Fact]
    public async Task Read_in_part_it_tells_the_part()
    {
        var spans = await Get(static async response =>
        {
            using (response)
                await response.ResponseStream.ReadExactlyAsync(new byte[1000], Cancellation);
        });

        IsTold(spans, 1000);
    }

    [Fact]
    public async Task Not_read_at_all_it_tells_nothing_was_read()
    {
        var spans = await Get(static response =>
        {
            response.Dispose();
            return Task.CompletedTask;
        });

        IsTold(spans, 0);
    }

    [Fact]
    public async Task Disposed_twice_it_is_told_once()
    {
        var spans = await Get(static response =>
        {
            response.ResponseStream.ReadExactly(new byte[10]);
            response.ResponseStream.Dispose();
            response.ResponseStream.Dispose();
            response.Dispose();
            response.Dispose();
            return Task.CompletedTask;
        });

        IsTold(spans, 10);
    }

    [Fact]
    public async Task A_cancelled_read_is_cancelled_and_what_was_read_is_told()
    {
        using var server = new TimedServer(TimedAnswer.Object(Content) with { Pause = TimeSpan.FromSeconds(20) });
        using var session = TestSession.Begin();
        using (var client = Clients.S3(server.Url))
        using (var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(150)))
        using (var response = await client.GetObjectAsync("logs", "a", Cancellation))
        {
            using var copy = new MemoryStream();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => response.ResponseStream.CopyToAsync(copy, cancel.Token));
            Assert.Equal(Content[..(Content.Length / 2)], copy.ToArray());
        }

        IsTold(session.End(), Content.Length / 2);
    }

    [Fact]
    public async Task A_body_that_breaks_off_fails_as_it_does_unwatched()
    {
        var untraced = await BreakOff();
        using var session = TestSession.Begin();
        var traced = await BreakOff();

        Assert.Equal((untraced.GetType(), untraced.Message), (traced.GetType(), traced.Message));
        IsTold(session.End(), 1000);

        static async Task<Exception> BreakOff()
        {
            using var server = new TimedServer(TimedAnswer.Object(Content) with { CutAfter = 1000 });
            using var client = Clients.S3(server.Url);
            using var response = await client.GetObjectAsync("logs", "a", Cancellation);
            return await Assert.ThrowsAnyAsync<Exception>(() => Readers["ReadAsync of memory"](response.ResponseStream, new byte[Content.Length]));
        }
    }

    [Theory]
    [MemberData(nameof(BehaviourNames))]
    public async Task It_behaves_as_it_does_unwatched(string behaviour)
    {
        using var server = new TimedServer(TimedAnswer.Object(Content));
        var untraced = await Ask();
        using var session = TestSession.Begin();

        Assert.Equal(untraced, await Ask());

        async Task<string> Ask()
        {
            using var client = Clients.S3(server.Url);
            using var response = await client.GetObjectAsync("logs", "a", Cancellation);
            object? answer = null;
            var exception = Record.Exception(() => answer = Behaviours[behaviour](response.ResponseStream));
            return exception is null ? $"{answer}" : $"{exception.GetType()}";
        }
    }

    [Fact]
    public async Task A_body_that_is_written_to_a_file_is_the_same()
    {
        var path = Path.GetTempFileName();
        try
        {
            var spans = await Get(async response =>
            {
                using (response)
                    await response.WriteResponseStreamToFileAsync(path, append: false, Cancellation);
            });

            Assert.Equal(Content, await File.ReadAllBytesAsync(path, Cancellation));
            IsTold(spans, Content.Length);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_download_of_TransferUtility_is_the_same()
    {
        var path = Path.GetTempFileName();
        using var server = new TimedServer(TimedAnswer.Object(Content));
        using var session = TestSession.Begin();
        try
        {
            using (var client = Clients.S3(server.Url))
            using (var transfer = new TransferUtility(client))
                await transfer.DownloadAsync(path, "logs", "a", Cancellation);

            Assert.Equal(Content, await File.ReadAllBytesAsync(path, Cancellation));
            IsTold(session.End(), Content.Length);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_SDKs_checksum_is_still_compared(bool isRight)
    {
        var checksum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, isRight ? Crc32(Content) : 1);
        var answer = TimedAnswer.Object(Content);
        using var server = new TimedServer(answer with { Headers = [.. answer.Headers, ("x-amz-checksum-crc32", Convert.ToBase64String(checksum))] });
        using var session = TestSession.Begin();
        using (var client = Clients.S3(server.Url))
        using (var response = await client.GetObjectAsync(new GetObjectRequest { BucketName = "logs", Key = "a", ChecksumMode = Amazon.S3.ChecksumMode.ENABLED }, Cancellation))
        {
            using var copy = new MemoryStream();
            var exception = await Record.ExceptionAsync(() => response.ResponseStream.CopyToAsync(copy, Cancellation));

            Assert.Equal(isRight, exception is null);
            Assert.True(isRight || exception is AmazonClientException, exception?.ToString());
            Assert.Equal(Content, copy.ToArray());
        }

        IsTold(session.End(), Content.Length);
    }

    [Fact]
    public async Task It_is_told_on_the_nearest_span_that_is_open()
    {
        using var server = new TimedServer(TimedAnswer.Object(Content));
        using var session = TestSession.Begin();
        using (var client = Clients.S3(server.Url))
        {
            var outer = Spans.Start("outer", System.Diagnostics.ActivityKind.Internal, session.Session.ScriptSpan)!;
            System.Diagnostics.Activity.Current = outer;
            using (var first = await client.GetObjectAsync("logs", "a", Cancellation))
                await first.ResponseStream.CopyToAsync(Stream.Null, Cancellation);
            using var second = await client.GetObjectAsync("logs", "a", Cancellation);
            System.Diagnostics.Activity.Current = null;
            Spans.End(outer);
            await second.ResponseStream.CopyToAsync(Stream.Null, Cancellation);
        }

        var spans = session.End();
        SpanAssert.Names(spans, "S3.GetObject", "S3.GetObject", "outer", "script");
        Assert.Equal([0, 0, 1, 1], spans.Select(static span => span.Events.Count));
        IsBodyEvent(spans[2].Events[0], Content.Length);
        IsBodyEvent(spans[3].Events[0], Content.Length);
    }

    [Fact]
    public async Task After_the_session_it_is_read_on_and_nobody_is_told()
    {
        using var server = new TimedServer(TimedAnswer.Object(Content));
        var session = TestSession.Begin();
        using var client = Clients.S3(server.Url);
        using var response = await client.GetObjectAsync("logs", "a", Cancellation);
        var begin = new byte[1000];
        await response.ResponseStream.ReadExactlyAsync(begin, Cancellation);
        var spans = session.End();
        using var rest = new MemoryStream();
        await response.ResponseStream.CopyToAsync(rest, Cancellation);

        Assert.Equal(Content, begin.Concat(rest.ToArray()));
        Assert.All(spans, static span => Assert.Empty(span.Events));
    }

    [Fact]
    public async Task Sampled_out_it_is_not_touched()
    {
        using var server = new TimedServer(TimedAnswer.Object(Content));
        var untraced = await TypeOfBody();
        using var session = TestSession.Begin(new SessionRequest { Name = "script", Exporter = [OtelExporter.Memory], SampleRatio = 0 });

        Assert.Equal(untraced, await TypeOfBody());
        Assert.Empty(session.End());

        async Task<Type> TypeOfBody()
        {
            using var client = Clients.S3(server.Url);
            using var response = await client.GetObjectAsync("logs", "a", Cancellation);
            await response.ResponseStream.CopyToAsync(Stream.Null, Cancellation);
            return response.ResponseStream.GetType();
        }
    }

    private static async Task<OtelSpan[]> Get(Func<GetObjectResponse, Task> read)
    {
        using var server = new TimedServer(TimedAnswer.Object(Content));
        using var session = TestSession.Begin();
        using (var client = Clients.S3(server.Url))
            await read(await client.GetObjectAsync("logs", "a", Cancellation));
        var spans = session.End();
        SpanAssert.OperationHasExactly(
            Expected.S3("GetObject", server.Port).Plus(
                ("aws.s3.bucket", "logs"), ("aws.s3.key", "a"), ("aws.s3.etag", "\"etag-1\""), ("aws.s3.response_size", (long)Content.Length)),
            spans[0]);
        return spans;
    }

    /// <summary>One event in all, on the script's span, as the operation's has ended.</summary>
    private static void IsTold(OtelSpan[] spans, long bytes)
    {
        SpanAssert.Names(spans, "S3.GetObject", "script");
        Assert.Empty(spans[0].Events);
        IsBodyEvent(Assert.Single(spans[1].Events), bytes);
    }

    private static void IsBodyEvent(OtelSpanEvent told, long bytes)
    {
        Assert.Equal("aws.s3.body", told.Name);
        var seconds = Assert.IsType<double>(told.Attributes["aws.s3.body.duration"]);
        Assert.InRange(seconds, double.Epsilon, 10);
        Assert.Equal(
            Attributes.Render(Attributes.Of(("aws.s3.body.size", bytes), ("aws.s3.body.duration", seconds), ("aws.s3.body.rate", bytes / seconds))),
            Attributes.Render(told.Attributes));
    }

    private static int Loop(Func<int, int> read)
    {
        var sum = 0;
        while (read(sum) is > 0 and var count)
            sum += count;
        return sum;
    }

    private static async Task<int> LoopAsync(Func<int, Task<int>> read)
    {
        var sum = 0;
        while (await read(sum) is > 0 and var count)
            sum += count;
        return sum;
    }

    private static int ReadByte(Stream stream, byte[] buffer, int offset)
    {
        if (stream.ReadByte() is not (>= 0 and var value))
            return 0;
        buffer[offset] = (byte)value;
        return 1;
    }

    private static object? Done(Action action)
    {
        action();
        return null;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
        }

        return ~crc;
    }
}
