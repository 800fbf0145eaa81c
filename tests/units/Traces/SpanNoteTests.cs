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
        { [("aws.retry.attempt", 1L)], "Amazon.Runtime.HttpErrorResponseException", "✗ Amazon.Runtime.HttpErrorResponseException" },
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

    [Fact]
    public void A_failed_span_without_a_type_is_an_error()
    {
        var failed = MadeSpan.Of(1, 0, "s", 0, 1, "E");
        Assert.Equal("✗ error", SpanNote.Of(new OtelSpan
        {
            TraceId = failed.TraceId,
            SpanId = failed.SpanId,
            ParentSpanId = "",
            Name = "s",
            Kind = failed.Kind,
            StartTime = failed.StartTime,
            Duration = failed.Duration,
            Status = OtelStatus.Error,
            StatusDescription = "",
            Attributes = Attributes.Of(),
            Events = [],
            Links = [],
            Scope = "",
            Resource = failed.Resource,
        }));
    }
}
