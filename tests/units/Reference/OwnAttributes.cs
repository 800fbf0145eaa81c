namespace AwsOtel.Tests.Reference;

/// <summary>
/// The names that are AwsOtel's own, each with its type and meaning: what the published registry does not have, and nothing else. The README's
/// reference is made of this list and of the tables.
/// </summary>
internal static class OwnAttributes
{
    public static readonly IReadOnlyList<(string Name, string Type, string Meaning)> All =
    [
        ("aws.batch.error_codes", "string[]", "the distinct error codes of a batch's failed entries"),
        ("aws.batch.failed_count", "int", "entries of a batch that failed although the call did not"),
        ("aws.cmdlet.alias", "string", "the alias that was typed"),
        ("aws.cmdlet.calls", "int", "API calls that the cmdlet made"),
        ("aws.cmdlet.page", "int", "which page of a cmdlet that pages by itself, from 1"),
        ("aws.cmdlet.parameter.<name>", "string", "value of a parameter named by `-RecordParameter`, cleaned of secrets; of the value's own type"),
        ("aws.cmdlet.parameters", "string[]", "names of the bound parameters, sorted; never their values"),
        ("aws.cmdlet.records", "int", "objects that the cmdlet wrote; absent where it was stopped in between"),
        ("aws.context.message_count", "int", "on the event `aws.context.not_injected`: messages that went without their context"),
        ("aws.context.reason", "string", "on the same event: `no_room` (more than ten attributes), `too_large` (for the service) or `unreadable` (a client context that is no JSON)"),
        ("aws.credentials.source", "string", "kind of provider: `static` (keys, wherever they are kept), `environment`, `assume_role`, `web_identity`, `saml`, `sso`, `process`, `container`, `instance_profile`, `login`, `anonymous`, `token`, `custom`"),
        ("aws.dynamodb.consumed_capacity_units", "double", "sum of the consumed capacity"),
        ("aws.dynamodb.unprocessed_count", "int", "keys or items of a batch that were not processed"),
        ("aws.endpoint.dualstack", "boolean", "only where true"),
        ("aws.endpoint.fips", "boolean", "only where true"),
        ("aws.kinesis.record_count", "int", "records sent or received"),
        ("aws.lambda.executed_version", "string", "version of the function that ran"),
        ("aws.lambda.function_error", "string", "how the function failed"),
        ("aws.lambda.invocation_type", "string", "`RequestResponse`, `Event` or `DryRun`"),
        ("aws.phase.authentication", "double", "seconds of choosing how, and with whose credentials, to sign"),
        ("aws.phase.endpoint", "double", "seconds of finding the endpoint"),
        ("aws.phase.first_byte", "double", "seconds from sending to the response's headers; last attempt"),
        ("aws.phase.marshalling", "double", "seconds of making the request of the caller's object"),
        ("aws.phase.reading", "double", "seconds of reading the response; last attempt"),
        ("aws.phase.signing", "double", "seconds of checksum, signature and fetching credentials that were not there yet; last attempt"),
        ("aws.resource.arn", "string[]", "ARNs among the request's members, at most 5; only of services that have no table here"),
        ("aws.retry.attempt", "int", "which attempt, from 1"),
        ("aws.retry.count", "int", "retries made, where there were any"),
        ("aws.retry.delay", "double", "seconds of backoff: before the attempt; on the operation, all of them"),
        ("aws.retry.max_attempts", "int", "the most attempts of the retry policy; what the SDK does at once about a connection that broke is not counted in it"),
        ("aws.retry.mode", "string", "`standard` or `adaptive`, where there were retries"),
        ("aws.retry.reason", "string", "why the attempt failed in a way that is retried: `throttling`, `timeout`, `clock_skew`, `server_error`, `transient`"),
        ("aws.s3.body.duration", "double", "seconds from the headers to the end of the body"),
        ("aws.s3.body.rate", "double", "bytes per second of the body"),
        ("aws.s3.body.size", "int", "bytes read of the body"),
        ("aws.s3.etag", "string", "entity tag of the object or part"),
        ("aws.s3.object_count", "int", "objects listed or deleted"),
        ("aws.s3.prefix", "string", "prefix of a listing"),
        ("aws.s3.request_size", "int", "bytes of the object or part sent"),
        ("aws.s3.response_size", "int", "bytes of the object, by its headers"),
        ("aws.s3.storage_class", "string", "storage class asked for"),
        ("aws.s3.transfer_rate", "double", "bytes per second, over the cmdlet's whole time"),
        ("aws.s3.transfer_size", "int", "bytes of objects that the cmdlet sent and received"),
        ("aws.s3.version_id", "string", "version of the object"),
        ("aws.script.end.reason", "string", "how a script ended that did not come to `Stop-OtelSession`: `exit` (its end, `exit`, an error, `[Environment]::Exit`), `interrupt` (Ctrl-C), `SIGTERM`, `SIGHUP`, `runspace_closed`, `module_removed`; on the event `aws.script.end` of the script span"),
        ("aws.script.error.category", "string", "PowerShell's category of the error; on a log record"),
        ("aws.script.error.id", "string", "PowerShell's id of the error; on a log record"),
        ("aws.script.information.tags", "string[]", "tags of the information, `PSHOST` where Write-Host wrote it; on a log record"),
        ("aws.sqs.max_messages", "int", "the most messages asked for"),
        ("aws.sqs.visibility_timeout", "int", "seconds"),
        ("aws.sqs.wait_time", "int", "seconds of long polling"),
        ("aws.step_functions.execution.arn", "string", "the execution"),
    ];

    private static readonly Dictionary<string, (string Type, string Meaning)> ByName =
        All.ToDictionary(static own => own.Name, static own => (own.Type, own.Meaning), StringComparer.Ordinal);

    public static bool Has(string name) => ByName.ContainsKey(name);

    public static (string Type, string Meaning) Get(string name) => ByName[name];
}
