using Amazon.Runtime;
using Amazon.StepFunctions.Model;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Services;

/// <summary>Step Functions' table, row by row.</summary>
[Collection(ProcessWide.Name)]
public sealed class StepFunctionsTests
{
    private const string Canary = ServiceCase.Canary;
    private const string MachineArn = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders";
    private const string ExecutionArn = "arn:aws:states:eu-west-1:123456789012:execution:orders:nightly";
    private const string ActivityArn = "arn:aws:states:eu-west-1:123456789012:activity:approve";

    public static TheoryData<ServiceCase> Cases =>
    [
        Case<StartExecutionResponse>("StartExecution", "",
            new StartExecutionRequest { StateMachineArn = MachineArn, Input = Canary, Name = Canary },
            Answers.Json($$"""{"ExecutionArn":"{{ExecutionArn}}"}"""),
            ("aws.step_functions.state_machine.arn", MachineArn), ("aws.step_functions.execution.arn", ExecutionArn)),
        Case<StartExecutionResponse>("StartExecution", "refused",
            new StartExecutionRequest { StateMachineArn = MachineArn, Input = Canary },
            Answers.JsonError("StateMachineDoesNotExist"),
            ("aws.step_functions.state_machine.arn", MachineArn), ("error.type", "StateMachineDoesNotExist")),
        Case<StartSyncExecutionResponse>("StartSyncExecution", "",
            new StartSyncExecutionRequest { StateMachineArn = MachineArn, Input = Canary },
            Answers.Json($$"""{"ExecutionArn":"{{ExecutionArn}}","StateMachineArn":"{{MachineArn}}","Output":"CANARY"}"""),
            ("aws.step_functions.state_machine.arn", MachineArn), ("aws.step_functions.execution.arn", ExecutionArn)),
        Case<DescribeExecutionResponse>("DescribeExecution", "",
            new DescribeExecutionRequest { ExecutionArn = ExecutionArn },
            Answers.Json($$"""{"ExecutionArn":"{{ExecutionArn}}","StateMachineArn":"{{MachineArn}}","Input":"CANARY","Output":"CANARY"}"""),
            ("aws.step_functions.execution.arn", ExecutionArn), ("aws.step_functions.state_machine.arn", MachineArn)),
        Case<CreateStateMachineResponse>("CreateStateMachine", "",
            new CreateStateMachineRequest { Name = "orders", Definition = Canary, RoleArn = "arn:aws:iam::123456789012:role/" + Canary },
            Answers.Json($$"""{"StateMachineArn":"{{MachineArn}}"}"""),
            ("aws.step_functions.state_machine.arn", MachineArn)),
        Case<CreateActivityResponse>("CreateActivity", "",
            new CreateActivityRequest { Name = "approve" },
            Answers.Json($$"""{"ActivityArn":"{{ActivityArn}}"}"""),
            ("aws.step_functions.activity.arn", ActivityArn)),
        Case<GetActivityTaskResponse>("GetActivityTask", "",
            new GetActivityTaskRequest { ActivityArn = ActivityArn, WorkerName = Canary },
            Answers.Json("""{"Input":"CANARY","TaskToken":"CANARY"}"""),
            ("aws.step_functions.activity.arn", ActivityArn)),
        Case<SendTaskSuccessResponse>("SendTaskSuccess", "",
            new SendTaskSuccessRequest { TaskToken = Canary, Output = Canary },
            Answers.Json("{}")),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Operation_span_has_exactly_the_attributes_of_the_convention(ServiceCase row) => row.Verify();

    private static ServiceCase Case<TResponse>(string operation, string note, AmazonWebServiceRequest request, ScriptedResponse response, params (string, object)[] expected)
        where TResponse : AmazonWebServiceResponse, new() => ServiceCase.Of<TResponse>("SFN", operation, note, request, response, OtelSpanKind.Client, expected);
}
