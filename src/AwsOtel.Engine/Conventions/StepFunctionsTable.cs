using static AwsOtel.Engine.Conventions.Side;

namespace AwsOtel.Engine.Conventions;

/// <summary>Step Functions. See <see href="https://opentelemetry.io/docs/specs/semconv/registry/attributes/aws/"/>. Inputs and outputs are never read.</summary>
internal static class StepFunctionsTable
{
    public static readonly ServiceTable Table = new()
    {
        ServiceId = "SFN",
        Carriers = [new("StartExecution StartSyncExecution", CarrierForm.TraceHeader, "TraceHeader")],
        Rows =
        [
            new(Operations.All, Request, "StateMachineArn", "aws.step_functions.state_machine.arn", Value.Text),
            new(Operations.All, Request, "ActivityArn", "aws.step_functions.activity.arn", Value.Text),
            new(Operations.All, Request, "ExecutionArn", "aws.step_functions.execution.arn", Value.Text),
            new("CreateStateMachine DescribeExecution", Response, "StateMachineArn", "aws.step_functions.state_machine.arn", Value.Text),
            new("CreateActivity", Response, "ActivityArn", "aws.step_functions.activity.arn", Value.Text),
            new("StartExecution StartSyncExecution", Response, "ExecutionArn", "aws.step_functions.execution.arn", Value.Text),
        ],
    };
}
