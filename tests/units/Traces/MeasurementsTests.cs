using System.Globalization;
using AwsOtel.Engine.Traces;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Traces;

/// <summary>Totals by cmdlet, service, operation and error.</summary>
public sealed class MeasurementsTests
{
    /// <summary>Two cmdlets: one whose second call was retried, one that failed after a retry.</summary>
    private static readonly TraceTree Tree = TraceTree.Build(
    [
        MadeSpan.Of(1, 0, "script", 0, 1000, "NoSuchKey"),
        MadeSpan.Of(2, 1, "Copy-S3Object", 0, 400, null, ("aws.cmdlet.calls", 2L)),
        MadeSpan.Of(3, 2, "S3.CopyObject", 0, 100, null, ("rpc.service", "S3"), ("rpc.method", "CopyObject")),
        MadeSpan.Of(4, 2, "S3.CopyObject", 100, 300, null, ("rpc.service", "S3"), ("rpc.method", "CopyObject"), ("aws.retry.count", 1L), ("aws.retry.delay", 0.05)),
        MadeSpan.Of(5, 4, "attempt 1", 100, 20, "SlowDown", ("aws.retry.attempt", 1L)),
        MadeSpan.Of(6, 4, "attempt 2", 170, 20, null, ("aws.retry.attempt", 2L), ("aws.retry.delay", 0.05)),
        MadeSpan.Of(7, 1, "Get-DDBItem", 400, 200, "NoSuchKey", ("aws.cmdlet.calls", 1L)),
        MadeSpan.Of(8, 7, "DynamoDB.GetItem", 400, 150, "NoSuchKey", ("rpc.method", "DynamoDB/GetItem"), ("aws.retry.count", 1L), ("aws.retry.delay", 0.025)),
        MadeSpan.Of(9, 8, "attempt 1", 400, 10, "SlowDown", ("aws.retry.attempt", 1L)),
        MadeSpan.Of(10, 8, "attempt 2", 435, 10, "NoSuchKey", ("aws.retry.attempt", 2L), ("aws.retry.delay", 0.025)),
    ]);

    [Theory]
    [InlineData(OtelMeasureBy.Operation, "S3.CopyObject 2 0 1 400/100/300/300 50; DynamoDB.GetItem 1 1 1 150/150/150/150 25")]
    [InlineData(OtelMeasureBy.Service, "S3 2 0 1 400/100/300/300 50; DynamoDB 1 1 1 150/150/150/150 25")]
    [InlineData(OtelMeasureBy.Cmdlet, "Copy-S3Object 1 0 1 400/400/400/400 50; Get-DDBItem 1 1 1 200/200/200/200 25")]
    [InlineData(OtelMeasureBy.Error, "NoSuchKey 1 1 0 150/150/150/150 0; SlowDown 2 0 2 30/10/20/20 75")]
    public void Totals(OtelMeasureBy by, string expected)
    {
        var rows = Measurements.Of([Tree], by);

        Assert.Equal(expected, string.Join("; ", rows.Select(Show)));
        Assert.All(rows, row => Assert.Equal(by, row.By));
    }

    [Fact]
    public void Percentiles_are_durations_that_there_were()
    {
        var tree = TraceTree.Build(Enumerable.Range(1, 100).Select(static id => MadeSpan.Of(id, 0, "call", id, id, null, ("rpc.method", "x"))).ToList());

        Assert.Equal("call 100 0 0 5050/50/95/100 0", Show(Assert.Single(Measurements.Of([tree], OtelMeasureBy.Operation))));
    }

    [Fact]
    public void Traces_are_added_up_together() =>
        Assert.Equal([4, 2], Measurements.Of([Tree, Tree], OtelMeasureBy.Operation).Select(static row => row.Calls));

    [Fact]
    public void A_batch_that_failed_in_part_is_an_error()
    {
        var tree = TraceTree.Build([MadeSpan.Of(1, 0, "S3.DeleteObjects", 0, 5, null, ("rpc.method", "DeleteObjects"), ("error.type", "PartialFailure"))]);

        Assert.Equal("S3.DeleteObjects 1 1 0 5/5/5/5 0", Show(Assert.Single(Measurements.Of([tree], OtelMeasureBy.Operation))));
        Assert.Equal("PartialFailure 1 1 0 5/5/5/5 0", Show(Assert.Single(Measurements.Of([tree], OtelMeasureBy.Error))));
    }

    [Fact]
    public void An_error_of_the_script_itself_is_counted_where_it_surfaced()
    {
        var tree = TraceTree.Build([MadeSpan.Of(1, 0, "script", 0, 50, "RuntimeException"), MadeSpan.Of(2, 1, "Get-S3Object", 0, 5, null, ("aws.cmdlet.calls", 0L))]);

        Assert.Equal("RuntimeException 1 1 0 50/50/50/50 0", Show(Assert.Single(Measurements.Of([tree], OtelMeasureBy.Error))));
        Assert.Empty(Measurements.Of([tree], OtelMeasureBy.Operation));
    }

    /// <summary>Name, calls, errors, retries, total/p50/p95/max, backoff, in milliseconds.</summary>
    private static string Show(OtelMeasurement row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Name} {row.Calls} {row.Errors} {row.Retries} {row.Total.TotalMilliseconds}/{row.P50.TotalMilliseconds}/{row.P95.TotalMilliseconds}/{row.Max.TotalMilliseconds} {row.Backoff.TotalMilliseconds}");
}
