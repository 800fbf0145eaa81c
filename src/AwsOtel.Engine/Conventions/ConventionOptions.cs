namespace AwsOtel.Engine.Conventions;

/// <summary>Which of the names that changed over time are written.</summary>
/// <param name="Rpc">The rpc.* names.</param>
/// <param name="Legacy">Whether the names that older guides query are added: <c>aws.region</c>, <c>http.status_code</c>.</param>
internal sealed record ConventionOptions(RpcNames Rpc, bool Legacy)
{
    public static readonly ConventionOptions Default = new(RpcNames.Old, Legacy: false);

    /// <summary>Of the sessions that are on.</summary>
    public static ConventionOptions Current { get; set; } = Default;
}

/// <summary>
/// The rpc.* names by OTEL_SEMCONV_STABILITY_OPT_IN. See <see href="https://opentelemetry.io/docs/specs/semconv/rpc/"/>.
/// </summary>
internal enum RpcNames
{
    /// <summary><c>rpc.system</c>, <c>rpc.service</c>, <c>rpc.method</c> = <c>GetItem</c>.</summary>
    Old,

    /// <summary><c>rpc</c>: <c>rpc.system.name</c>, <c>rpc.method</c> = <c>DynamoDB/GetItem</c>.</summary>
    New,

    /// <summary><c>rpc/dup</c>: <c>rpc.system</c>, <c>rpc.service</c>, <c>rpc.system.name</c>, and the new <c>rpc.method</c>.</summary>
    Both,
}
