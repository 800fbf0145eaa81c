using System.Text;
using Amazon.Lambda.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.Lambda;

/// <summary>Invoke as it goes over the wire. See <see href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"/>.</summary>
internal sealed class InvokeMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var invoke = (InvokeRequest)input;
        var request = new DefaultRequest(invoke, "Amazon.Lambda")
        {
            HttpMethod = "POST",
            ResourcePath = "/2015-03-31/functions/{FunctionName}/invocations",
            Content = Encoding.UTF8.GetBytes(invoke.Payload ?? ""),
        };
        request.AddPathResource("{FunctionName}", invoke.FunctionName);
        request.Headers["Content-Type"] = "application/json";
        if (invoke.Qualifier is { } qualifier)
            request.Parameters["Qualifier"] = qualifier;
        request.UseQueryString = true;
        SetHeader("X-Amz-Client-Context", invoke.ClientContextBase64);
        SetHeader("X-Amz-Invocation-Type", invoke.InvocationType);
        SetHeader("X-Amz-Log-Type", invoke.LogType);
        return request;

        void SetHeader(string name, string? value)
        {
            if (value is not null)
                request.Headers[name] = value;
        }
    }
}
