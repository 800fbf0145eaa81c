namespace AwsOtel;

/// <summary>What Measure-OtelTrace adds up by.</summary>
public enum OtelMeasureBy
{
    /// <summary>The API operation: <c>S3.GetObject</c>.</summary>
    Operation = 0,

    /// <summary>The service that was called: <c>S3</c>.</summary>
    Service = 1,

    /// <summary>The cmdlet: <c>Read-S3Object</c>.</summary>
    Cmdlet = 2,

    /// <summary>The error: <c>NoSuchKey</c>. Attempts that failed and were tried again count as calls too.</summary>
    Error = 3,
}
