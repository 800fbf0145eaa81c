namespace AwsOtel.Engine.Session;

/// <summary>
/// What the environment tells of where in AWS the process runs, without a network call.
/// See <see href="https://opentelemetry.io/docs/specs/semconv/resource/cloud-provider/aws/"/>.
/// </summary>
internal static class CloudResource
{
    public static IEnumerable<KeyValuePair<string, object>> Read(Func<string, string?> environment)
    {
        var platform = Platform(environment);
        // CodeBuild and CloudShell have no platform of their own in the registry; that they are AWS's is all that is told.
        if (platform is null && !IsSet("CODEBUILD_BUILD_ID") && environment("AWS_EXECUTION_ENV") != "CloudShell")
            yield break;
        yield return new("cloud.provider", "aws");
        if (platform is not null)
            yield return new("cloud.platform", platform);
        var region = environment("AWS_REGION");
        if (string.IsNullOrEmpty(region))
            region = environment("AWS_DEFAULT_REGION");
        if (!string.IsNullOrEmpty(region))
            yield return new("cloud.region", region);
        if (platform != "aws_lambda")
            yield break;

        // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
        if (environment("AWS_LAMBDA_FUNCTION_NAME") is { Length: > 0 } function)
            yield return new("faas.name", function);
        if (environment("AWS_LAMBDA_FUNCTION_VERSION") is { Length: > 0 } version)
            yield return new("faas.version", version);
        if (environment("AWS_LAMBDA_LOG_STREAM_NAME") is { Length: > 0 } instance)
            yield return new("faas.instance", instance);
        if (long.TryParse(environment("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), out var megabytes))
            yield return new("faas.max_memory", megabytes * 1024 * 1024);

        bool IsSet(string variable) => !string.IsNullOrEmpty(environment(variable));
    }

    private static string? Platform(Func<string, string?> environment) =>
        !string.IsNullOrEmpty(environment("AWS_LAMBDA_FUNCTION_NAME")) ? "aws_lambda"
        : !string.IsNullOrEmpty(environment("ECS_CONTAINER_METADATA_URI_V4")) || !string.IsNullOrEmpty(environment("ECS_CONTAINER_METADATA_URI")) ? "aws_ecs"
        : null;
}
