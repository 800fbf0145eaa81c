namespace AwsOtel;

/// <summary>What a trace must have for <c>-KeepWhen</c> to keep it: any one of those that are named.</summary>
public enum OtelKeepWhen
{
    /// <summary>A span failed. An attempt that was retried is none; its call is, where it failed in the end.</summary>
    Failed,

    /// <summary>The script took longer than <c>-SlowerThan</c>.</summary>
    Slow,

    /// <summary>AWS throttled a call, also where a retry went through.</summary>
    Throttled,
}
