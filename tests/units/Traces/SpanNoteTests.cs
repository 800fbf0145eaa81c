using AwsOtel.Engine.Traces;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Traces;

public sealed class SpanNoteTests
{
    public static TheoryData<(string, object)[], string?, string> Rows => new()
    {
        { [], null, "" },
        { [("aws.s3.bucket", "logs")], null, "logs" },
        { [("aws.s3.bucket", "logs"), ("aws.s3.key", "a.txt")], null, "a.txt" },
        { [("aws.s3.key", "big"), ("aws.s3.part_number", 3L)], null, "part 3" },
        { [("db.collection.name", "orders")], null, "orders" },
        { [("aws.retry.count", 1L), ("db.collection.name", "orders")], null, "1 retry  orders" },
        { [("aws.retry.count", 2L)], null, "2 retries" },
        { [("aws.retry.count", 2L), ("aws.s3.key", "a.txt")], "SlowDown", "2 retries  ✗ SlowDown  a.txt" },
        { [("aws.retry.attempt", 1L), ("http.response.status_code", 503L)], "SlowDown", "✗ 503  SlowDown" },
        { [("aws.retry.attempt", 1L)], "Amazon.Runtime.HttpErrorResponseException", "✗ HttpErrorResponseException" },
        { [("aws.retry.attempt", 2L), ("http.response.status_code", 200L)], null, "200" },
        { [("error.type", "PartialFailure"), ("aws.s3.bucket", "logs")], null, "PartialFailure  logs" },
        { [("aws.cmdlet.page", 2L), ("aws.s3.bucket", "logs")], null, "page 2" },
        { [("aws.s3.bucket", "logs")], "NoSuchBucket", "✗ NoSuchBucket  logs" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Note_tells_retries_then_errors_then_the_subject((string, object)[] attributes, string? error, string expected) =>
        Assert.Equal(expected, SpanNote.Of(MadeSpan.Of(1, 0, "s", 0, 1, error, attributes)));

    [Theory]
    [InlineData("orders create", "")]
    [InlineData("orders-2 create", "orders")]
    [InlineData("SQS.SendMessage", "orders")]
    public void A_span_that_is_named_after_its_subject_needs_no_note_of_it(string name, string expected) =>
        Assert.Equal(expected, SpanNote.Of(MadeSpan.Of(1, 0, name, 0, 1, null, ("messaging.destination.name", "orders"))));

    [Theory]
    [InlineData(null, "", "✗ error")]
    [InlineData(null, "the disk is full", "✗ the disk is full")]
    [InlineData("NoSuchKey", "The specified key does not exist.", "✗ NoSuchKey")]
    [InlineData("System.Management.Automation.RuntimeException", "the disk is full\nat line 3", "✗ the disk is full")]
    [InlineData("Amazon.S3.DeleteObjectsException", "Error deleting objects. Deleted objects: 3.", "✗ DeleteObjectsException")]
    [InlineData("Amazon.Runtime.AmazonClientException", "No credentials", "✗ No credentials")]
    [InlineData("System.Management.Automation.RuntimeException", " ", "✗ RuntimeException")]
    [InlineData("System.IO.IOException", "The file '/srv/backup/2026-11-20/orders.json' is used by another process.", "✗ The file '/srv/backup/2026-11-20/orders…")]
    public void What_went_wrong_is_the_code_or_the_message_of_the_exception(string? type, string message, string expected)
    {
        var failed = MadeSpan.Of(1, 0, "s", 0, 1, "E");
        Assert.Equal(expected, SpanNote.Of(new OtelSpan
        {
            TraceId = failed.TraceId,
            SpanId = failed.SpanId,
            ParentSpanId = "",
            Name = "s",
            Kind = failed.Kind,
            StartTime = failed.StartTime,
            Duration = failed.Duration,
            Status = OtelStatus.Error,
            StatusDescription = message,
            Attributes = type is null ? Attributes.Of() : Attributes.Of(("error.type", type)),
            Events = [],
            Links = [],
            Scope = "",
            Resource = failed.Resource,
        }));
    }
}
