using static AwsOtel.Engine.Conventions.Side;

namespace AwsOtel.Engine.Conventions;

/// <summary>Lambda. See <see href="https://opentelemetry.io/docs/specs/semconv/faas/faas-spans/"/>. Payloads are never read.</summary>
internal static class LambdaTable
{
    private const string Invokes = "Invoke InvokeAsync InvokeWithResponseStream";
    private const string OfMapping = "DeleteEventSourceMapping GetEventSourceMapping UpdateEventSourceMapping";

    public static readonly ServiceTable Table = new()
    {
        ServiceId = "Lambda",
        Fixed = [new(Invokes, "faas.invoked_provider", "aws")],
        Carriers =
        [
            // The SDK's ClientContext is the same text, decoded; the functions of other invocations do not get it.
            new("Invoke", CarrierForm.ClientContext, "ClientContextBase64") { Invocation = "InvocationType" },
            new("InvokeWithResponseStream", CarrierForm.ClientContext, "ClientContext") { Invocation = "InvocationType" },
        ],
        Failures = [new("Invoke", "FunctionError", "The function failed")],
        Rows =
        [
            new(Invokes, Request, "FunctionName", "faas.invoked_name", LambdaFunctionName.Read),
            new("Invoke InvokeWithResponseStream", Request, "InvocationType", "aws.lambda.invocation_type", Value.Text),
            new(OfMapping, Request, "UUID", "aws.lambda.resource_mapping.id", Value.Text),
            new(Invokes, Sent, "DeterminedSigningRegion", "faas.invoked_region", Value.Text),

            new("Invoke InvokeWithResponseStream", Response, "ExecutedVersion", "aws.lambda.executed_version", Value.Text),
            new("Invoke", Response, "FunctionError", "aws.lambda.function_error", Value.Text),
            new("CreateEventSourceMapping", Response, "UUID", "aws.lambda.resource_mapping.id", Value.Text),
        ],
    };
}
