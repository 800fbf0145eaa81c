using Amazon.Runtime;

namespace Amazon.StepFunctions.Model;

// As in AWSSDK.StepFunctions 4, as far as the tests go.
public sealed class StartExecutionRequest : AmazonWebServiceRequest
{
    public string? Input { get; set; }

    public string? Name { get; set; }

    public string? StateMachineArn { get; set; }

    public string? TraceHeader { get; set; }
}

public sealed class StartExecutionResponse : AmazonWebServiceResponse
{
    public string? ExecutionArn { get; set; }
}

public sealed class StartSyncExecutionRequest : AmazonWebServiceRequest
{
    public string? Input { get; set; }

    public string? Name { get; set; }

    public string? StateMachineArn { get; set; }

    public string? TraceHeader { get; set; }
}

public sealed class StartSyncExecutionResponse : AmazonWebServiceResponse
{
    public string? ExecutionArn { get; set; }

    public string? Output { get; set; }

    public string? StateMachineArn { get; set; }
}

public sealed class DescribeExecutionRequest : AmazonWebServiceRequest
{
    public string? ExecutionArn { get; set; }
}

public sealed class DescribeExecutionResponse : AmazonWebServiceResponse
{
    public string? ExecutionArn { get; set; }

    public string? Input { get; set; }

    public string? Output { get; set; }

    public string? StateMachineArn { get; set; }
}

public sealed class CreateStateMachineRequest : AmazonWebServiceRequest
{
    public string? Definition { get; set; }

    public string? Name { get; set; }

    public string? RoleArn { get; set; }
}

public sealed class CreateStateMachineResponse : AmazonWebServiceResponse
{
    public string? StateMachineArn { get; set; }
}

public sealed class CreateActivityRequest : AmazonWebServiceRequest
{
    public string? Name { get; set; }
}

public sealed class CreateActivityResponse : AmazonWebServiceResponse
{
    public string? ActivityArn { get; set; }
}

public sealed class GetActivityTaskRequest : AmazonWebServiceRequest
{
    public string? ActivityArn { get; set; }

    public string? WorkerName { get; set; }
}

public sealed class GetActivityTaskResponse : AmazonWebServiceResponse
{
    public string? Input { get; set; }

    public string? TaskToken { get; set; }
}

public sealed class SendTaskSuccessRequest : AmazonWebServiceRequest
{
    public string? Output { get; set; }

    public string? TaskToken { get; set; }
}

public sealed class SendTaskSuccessResponse : AmazonWebServiceResponse;
