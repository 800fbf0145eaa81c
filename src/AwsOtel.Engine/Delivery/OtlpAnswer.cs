namespace AwsOtel.Engine.Delivery;

/// <summary>What came of one attempt to deliver spans.</summary>
/// <param name="Verdict">What to do with the spans.</param>
/// <param name="Reason">In words, for the user: "503 Service Unavailable"; holds no secret.</param>
/// <param name="RetryAfter">When the receiver wants to hear from us again; null where it said nothing.</param>
/// <param name="Rejected">Spans of a request that was taken which the receiver did not want.</param>
internal sealed record OtlpAnswer(Verdict Verdict, string Reason, TimeSpan? RetryAfter = null, long Rejected = 0)
{
    public static readonly OtlpAnswer Taken = new(Verdict.Taken, "");
}
