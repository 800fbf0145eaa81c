using System.Text;
using System.Text.Json.Serialization;
using Amazon.Runtime;
using AwsOtel.Tests.Support.Fakes;

namespace Amazon.Lambda
{
    public sealed class InvocationType(string value) : ConstantClass(value)
    {
        public static readonly InvocationType DryRun = new("DryRun");
        public static readonly InvocationType Event = new("Event");
        public static readonly InvocationType RequestResponse = new("RequestResponse");
    }

    public sealed class LogType(string value) : ConstantClass(value)
    {
        public static readonly LogType None = new("None");
        public static readonly LogType Tail = new("Tail");
    }

    public sealed class ResponseStreamingInvocationType(string value) : ConstantClass(value)
    {
        public static readonly ResponseStreamingInvocationType RequestResponse = new("RequestResponse");
    }
}

namespace Amazon.Lambda.Model
{
    // As in AWSSDK.Lambda 4, as far as the tests go.
    public sealed class InvokeRequest : AmazonWebServiceRequest
    {
        /// <summary>The same as <see cref="ClientContextBase64"/>, decoded.</summary>
        [JsonIgnore]
        public string? ClientContext
        {
            get => ClientContextBase64 is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(ClientContextBase64));
            set => ClientContextBase64 = value is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
        }

        public string? ClientContextBase64 { get; set; }

        public string? FunctionName { get; set; }

        public InvocationType? InvocationType { get; set; }

        public LogType? LogType { get; set; }

        public string? Payload { get; set; }

        public string? Qualifier { get; set; }
    }

    public sealed class InvokeResponse : AmazonWebServiceResponse
    {
        [FromHeader("X-Amz-Executed-Version")]
        public string? ExecutedVersion { get; set; }

        [FromHeader("X-Amz-Function-Error")]
        public string? FunctionError { get; set; }

        [FromHeader("X-Amz-Log-Result")]
        public string? LogResult { get; set; }

        [FromBody]
        public MemoryStream? Payload { get; set; }

        [FromStatus]
        public int? StatusCode { get; set; }
    }

    public sealed class InvokeAsyncRequest : AmazonWebServiceRequest
    {
        public string? FunctionName { get; set; }

        public string? InvokeArgs { get; set; }
    }

    public sealed class InvokeAsyncResponse : AmazonWebServiceResponse
    {
        public int? Status { get; set; }
    }

    public sealed class InvokeWithResponseStreamRequest : AmazonWebServiceRequest
    {
        public string? ClientContext { get; set; }

        public string? FunctionName { get; set; }

        public ResponseStreamingInvocationType? InvocationType { get; set; }

        public MemoryStream? Payload { get; set; }
    }

    public sealed class InvokeWithResponseStreamResponse : AmazonWebServiceResponse
    {
        [FromHeader("X-Amz-Executed-Version")]
        public string? ExecutedVersion { get; set; }

        [FromBody]
        public MemoryStream? EventStream { get; set; }
    }

    public sealed class CreateEventSourceMappingRequest : AmazonWebServiceRequest
    {
        public string? EventSourceArn { get; set; }

        public string? FunctionName { get; set; }
    }

    public sealed class CreateEventSourceMappingResponse : AmazonWebServiceResponse
    {
        public string? UUID { get; set; }
    }

    public sealed class GetEventSourceMappingRequest : AmazonWebServiceRequest
    {
        public string? UUID { get; set; }
    }

    public sealed class GetEventSourceMappingResponse : AmazonWebServiceResponse
    {
        public string? UUID { get; set; }
    }

    public sealed class UpdateEventSourceMappingRequest : AmazonWebServiceRequest
    {
        public bool? Enabled { get; set; }

        public string? UUID { get; set; }
    }

    public sealed class UpdateEventSourceMappingResponse : AmazonWebServiceResponse
    {
        public string? UUID { get; set; }
    }

    public sealed class DeleteEventSourceMappingRequest : AmazonWebServiceRequest
    {
        public string? UUID { get; set; }
    }

    public sealed class DeleteEventSourceMappingResponse : AmazonWebServiceResponse
    {
        public string? UUID { get; set; }
    }

    public sealed class GetFunctionRequest : AmazonWebServiceRequest
    {
        public string? FunctionName { get; set; }
    }

    public sealed class GetFunctionResponse : AmazonWebServiceResponse;
}
