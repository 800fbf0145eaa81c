namespace AwsOtel.Engine.Conventions;

/// <summary>
/// Names of the attributes that do not depend on the service.
/// See <see href="https://opentelemetry.io/docs/specs/semconv/cloud-providers/aws-sdk/"/>; those marked "ours" are AwsOtel's own.
/// </summary>
internal static class AttributeName
{
    public const string RpcSystem = "rpc.system";
    public const string RpcSystemName = "rpc.system.name";
    public const string RpcService = "rpc.service";
    public const string RpcMethod = "rpc.method";
    public const string CloudRegion = "cloud.region";
    public const string RequestId = "aws.request_id";
    public const string ExtendedRequestId = "aws.extended_request_id";
    public const string HttpStatusCode = "http.response.status_code";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";
    public const string ExceptionType = "exception.type";
    public const string ExceptionMessage = "exception.message";
    public const string ExceptionStackTrace = "exception.stacktrace";
    public const string FunctionName = "code.function.name";
    public const string FilePath = "code.file.path";
    public const string ExitCode = "process.exit.code";

    /// <summary>Ours: how the script ended.</summary>
    public const string ScriptEndReason = "aws.script.end.reason";
    public const string LineNumber = "code.line.number";

    /// <summary>Ours, on a log record: PowerShell's id of the error.</summary>
    public const string ScriptErrorId = "aws.script.error.id";

    /// <summary>Ours, on a log record: PowerShell's category of the error.</summary>
    public const string ScriptErrorCategory = "aws.script.error.category";

    /// <summary>Ours, on a log record: the tags of the information.</summary>
    public const string ScriptInformationTags = "aws.script.information.tags";

    public const string MessagingSystem = "messaging.system";
    public const string MessagingOperationName = "messaging.operation.name";
    public const string MessagingOperationType = "messaging.operation.type";
    public const string MessagingDestination = "messaging.destination.name";
    public const string MessageId = "messaging.message.id";

    /// <summary>Ours, on the event of messages that went without a context: why.</summary>
    public const string ContextReason = "aws.context.reason";

    /// <summary>Ours, on the event of messages that went without a context: how many.</summary>
    public const string ContextMessageCount = "aws.context.message_count";

    /// <summary>Ours: retries made, only where there were any.</summary>
    public const string RetryCount = "aws.retry.count";

    /// <summary>Ours: the SDK's retry mode.</summary>
    public const string RetryMode = "aws.retry.mode";

    /// <summary>Ours: seconds of backoff.</summary>
    public const string RetryDelay = "aws.retry.delay";

    /// <summary>Ours: which attempt it is, from 1.</summary>
    public const string RetryAttempt = "aws.retry.attempt";

    /// <summary>Ours: the most attempts that the SDK would have made.</summary>
    public const string RetryMaxAttempts = "aws.retry.max_attempts";

    /// <summary>Ours: why there was another attempt.</summary>
    public const string RetryReason = "aws.retry.reason";

    /// <summary>Ours: kind of credentials provider.</summary>
    public const string CredentialsSource = "aws.credentials.source";

    /// <summary>Ours: seconds of making the request of the caller's object.</summary>
    public const string PhaseMarshalling = "aws.phase.marshalling";

    /// <summary>Ours: seconds of choosing how, and with whose credentials, to sign.</summary>
    public const string PhaseAuthentication = "aws.phase.authentication";

    /// <summary>Ours: seconds of finding the endpoint.</summary>
    public const string PhaseEndpoint = "aws.phase.endpoint";

    /// <summary>Ours: seconds of checksum, signature, and fetching credentials that were not there yet; of the last attempt.</summary>
    public const string PhaseSigning = "aws.phase.signing";

    /// <summary>Ours: seconds from sending to the headers of the response; of the last attempt.</summary>
    public const string PhaseFirstByte = "aws.phase.first_byte";

    /// <summary>Ours: seconds of reading the response; of the last attempt.</summary>
    public const string PhaseReading = "aws.phase.reading";

    /// <summary>Ours: entries of a batch that failed although the call did not.</summary>
    public const string BatchFailedCount = "aws.batch.failed_count";

    /// <summary>Ours: their distinct error codes.</summary>
    public const string BatchErrorCodes = "aws.batch.error_codes";

    /// <summary>Ours: only where true.</summary>
    public const string EndpointFips = "aws.endpoint.fips";

    /// <summary>Ours: only where true.</summary>
    public const string EndpointDualStack = "aws.endpoint.dualstack";

    /// <summary>The region, by the name of older guides.</summary>
    public const string LegacyRegion = "aws.region";

    /// <summary>The HTTP status, by the name of older guides.</summary>
    public const string LegacyStatusCode = "http.status_code";

    /// <summary>Ours, on the event of a body: bytes read.</summary>
    public const string BodySize = "aws.s3.body.size";

    /// <summary>Ours, on the event of a body: seconds from the headers to its end.</summary>
    public const string BodyDuration = "aws.s3.body.duration";

    /// <summary>Ours, on the event of a body: bytes per second.</summary>
    public const string BodyRate = "aws.s3.body.rate";

    /// <summary>Ours, on a cmdlet's span: bytes of objects sent and received.</summary>
    public const string TransferSize = "aws.s3.transfer_size";

    /// <summary>Ours, on a cmdlet's span: bytes per second, over the cmdlet's whole time.</summary>
    public const string TransferRate = "aws.s3.transfer_rate";

    /// <summary>Ours, on the operations of a cmdlet that pages by itself: which page, from 1.</summary>
    public const string CmdletPage = "aws.cmdlet.page";

    /// <summary>The object's or part's bytes, as sent; ours.</summary>
    public const string S3RequestSize = "aws.s3.request_size";

    /// <summary>Ours: names of the bound parameters, sorted.</summary>
    public const string CmdletParameters = "aws.cmdlet.parameters";

    /// <summary>Ours, a template: one for each parameter that the user wants recorded.</summary>
    public const string CmdletParameter = "aws.cmdlet.parameter.<name>";

    /// <summary>Ours: objects written.</summary>
    public const string CmdletRecords = "aws.cmdlet.records";

    /// <summary>Ours: API calls made.</summary>
    public const string CmdletCalls = "aws.cmdlet.calls";

    /// <summary>Ours: the alias, where one was typed.</summary>
    public const string CmdletAlias = "aws.cmdlet.alias";
}
