using System.Text;
using Amazon.Lambda;
using Amazon.Lambda.Model;
using Amazon.Runtime;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Services;

/// <summary>Lambda's table, row by row. See <see href="https://opentelemetry.io/docs/specs/semconv/faas/faas-spans/"/>.</summary>
[Collection(ProcessWide.Name)]
public sealed class LambdaTests
{
    private const string Canary = ServiceCase.Canary;
    private const string Mapping = "a1b2c3d4-5678-90ab-cdef-111122223333";

    public static TheoryData<ServiceCase> Cases =>
    [
        Case<InvokeResponse>("Invoke", "",
            new InvokeRequest { FunctionName = "charge", InvocationType = InvocationType.RequestResponse, Payload = Canary, ClientContext = "{\"custom\":{\"user\":\"" + Canary + "\"}}" },
            Answers.Json("\"CANARY\"").With("X-Amz-Executed-Version", "$LATEST").With("X-Amz-Log-Result", Canary),
            [.. Invoked, ("aws.lambda.invocation_type", "RequestResponse"), ("aws.lambda.executed_version", "$LATEST")]),
        Case<InvokeResponse>("Invoke", "for an event, nothing more said",
            new InvokeRequest { FunctionName = "charge", InvocationType = InvocationType.Event, Payload = Canary },
            Answers.Json("") with { Status = 202 },
            [.. Invoked, ("aws.lambda.invocation_type", "Event")]),
        Case<InvokeResponse>("Invoke", "by an ARN with a qualifier",
            new InvokeRequest { FunctionName = "arn:aws:lambda:eu-west-1:123456789012:function:charge:live", Payload = Canary },
            Answers.Json("1").With("X-Amz-Executed-Version", "7"),
            [.. Invoked, ("aws.lambda.executed_version", "7")]),
        Case<InvokeResponse>("Invoke", "which fails in the function",
            new InvokeRequest { FunctionName = "charge", Payload = Canary },
            Answers.Json("""{"errorType":"Error","errorMessage":"CANARY"}""").With("X-Amz-Function-Error", "Unhandled").With("X-Amz-Executed-Version", "7"),
            [.. Invoked, ("aws.lambda.executed_version", "7"), ("aws.lambda.function_error", "Unhandled"), ("error.type", "Unhandled")])
            .WhichFailsByItsAnswer("The function failed: Unhandled"),
        Case<InvokeResponse>("Invoke", "refused",
            new InvokeRequest { FunctionName = "charge", InvocationType = InvocationType.DryRun, Payload = Canary },
            Answers.JsonError("TooManyRequestsException", 429),
            [.. Invoked, ("aws.lambda.invocation_type", "DryRun"), ("error.type", "TooManyRequestsException")]),
        Case<InvokeAsyncResponse>("InvokeAsync", "",
            new InvokeAsyncRequest { FunctionName = "charge", InvokeArgs = Canary },
            Answers.Json("") with { Status = 202 },
            [.. Invoked]),
        Case<InvokeWithResponseStreamResponse>("InvokeWithResponseStream", "",
            new InvokeWithResponseStreamRequest { FunctionName = "charge", InvocationType = ResponseStreamingInvocationType.RequestResponse, Payload = new MemoryStream(Encoding.UTF8.GetBytes(Canary)) },
            Answers.Json("CANARY").With("X-Amz-Executed-Version", "7"),
            [.. Invoked, ("aws.lambda.invocation_type", "RequestResponse"), ("aws.lambda.executed_version", "7")]),
        Case<CreateEventSourceMappingResponse>("CreateEventSourceMapping", "",
            new CreateEventSourceMappingRequest { FunctionName = "charge", EventSourceArn = "arn:aws:sqs:eu-west-1:123456789012:orders" },
            Answers.Json($$"""{"UUID":"{{Mapping}}"}"""),
            [("aws.lambda.resource_mapping.id", Mapping)]),
        Case<CreateEventSourceMappingResponse>("CreateEventSourceMapping", "refused: the response's side is not there",
            new CreateEventSourceMappingRequest { FunctionName = "charge" },
            Answers.JsonError("ResourceConflictException", 409),
            [("error.type", "ResourceConflictException")]),
        Case<GetEventSourceMappingResponse>("GetEventSourceMapping", "refused",
            new GetEventSourceMappingRequest { UUID = Mapping },
            Answers.JsonError("ResourceNotFoundException", 404),
            [("aws.lambda.resource_mapping.id", Mapping), ("error.type", "ResourceNotFoundException")]),
        Case<UpdateEventSourceMappingResponse>("UpdateEventSourceMapping", "",
            new UpdateEventSourceMappingRequest { UUID = Mapping, Enabled = false },
            Answers.Json($$"""{"UUID":"{{Mapping}}"}"""),
            [("aws.lambda.resource_mapping.id", Mapping)]),
        Case<DeleteEventSourceMappingResponse>("DeleteEventSourceMapping", "",
            new DeleteEventSourceMappingRequest { UUID = Mapping },
            Answers.Json($$"""{"UUID":"{{Mapping}}"}"""),
            [("aws.lambda.resource_mapping.id", Mapping)]),
        Case<GetFunctionResponse>("GetFunction", "which invokes nothing",
            new GetFunctionRequest { FunctionName = "charge" },
            Answers.Json("{}"),
            []),
    ];

    private static IReadOnlyList<(string, object)> Invoked =>
        [("faas.invoked_name", "charge"), ("faas.invoked_provider", "aws"), ("faas.invoked_region", Clients.Region)];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Operation_span_has_exactly_the_attributes_of_the_convention(ServiceCase row) => row.Verify();

    private static ServiceCase Case<TResponse>(string operation, string note, AmazonWebServiceRequest request, ScriptedResponse response, (string, object)[] expected)
        where TResponse : AmazonWebServiceResponse, new() => ServiceCase.Of<TResponse>("Lambda", operation, note, request, response, OtelSpanKind.Client, expected);
}
