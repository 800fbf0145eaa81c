using static AwsOtel.Engine.Conventions.Side;

namespace AwsOtel.Engine.Conventions;

/// <summary>Kinesis. See <see href="https://opentelemetry.io/docs/specs/semconv/registry/attributes/aws/"/>. Records' data and keys are never read.</summary>
internal static class KinesisTable
{
    public static readonly ServiceTable Table = new()
    {
        ServiceId = "Kinesis",
        PartialFailures = [new("PutRecords", "Records[].ErrorCode", HasCodes: true)],
        Rows =
        [
            new(Operations.All, Request, "StreamName|StreamARN", "aws.kinesis.stream_name", Arn.Name),
            new("PutRecords", Request, "Records", "aws.kinesis.record_count", Value.Count),
            new("GetRecords", Response, "Records", "aws.kinesis.record_count", Value.Count) { AbsentIsEmpty = true },
        ],
    };
}
