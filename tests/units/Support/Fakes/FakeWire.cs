using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace AwsOtel.Tests.Support.Fakes;

/// <summary>Where a response has a member in a header and not in its body.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FromHeaderAttribute(string name) : Attribute
{
    public string Name => name;
}

/// <summary>Where a response has the status of HTTP.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FromStatusAttribute : Attribute;

/// <summary>Where a response has its whole body in one member.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FromBodyAttribute : Attribute;

/// <summary>
/// Sends every member of a request as JSON, or as a form to query services: what a test puts into it does go over the wire. SQS and SNS get it
/// as they get it of the SDK.
/// </summary>
internal sealed class FakeMarshaller(string serviceId) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var operation = input.GetType().Name[..^"Request".Length];
        var request = new DefaultRequest(input, "Amazon." + serviceId) { HttpMethod = "POST", ResourcePath = "/" };
        if (serviceId == "SNS")
        {
            request.Content = Encoding.UTF8.GetBytes(FakeForm.Render(operation, input));
            request.Headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8";
            return request;
        }

        request.Content = Encoding.UTF8.GetBytes(FakeJson.Render(input));
        request.Headers["Content-Type"] = serviceId == "SQS" ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1";
        request.Headers["X-Amz-Target"] = serviceId == "SQS" ? "AmazonSQS." + operation : operation;
        return request;
    }
}

internal sealed class FakeJsonUnmarshaller<TResponse> : JsonResponseUnmarshaller
    where TResponse : AmazonWebServiceResponse, new()
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using var reader = new StreamReader(input.Stream);
        return FakeJson.Parse<TResponse>(reader.ReadToEnd(), input.ResponseData);
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(input.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        return new AmazonServiceException(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }
}

/// <summary>Query services answer in XML: one element of the operation's name and Result, lists in elements called member.</summary>
internal sealed class FakeXmlUnmarshaller<TResponse> : XmlResponseUnmarshaller
    where TResponse : AmazonWebServiceResponse, new()
{
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        var root = XDocument.Load(input.Stream).Root!;
        var result = root.Elements().FirstOrDefault(static child => child.Name.LocalName.EndsWith("Result", StringComparison.Ordinal));
        var response = FakeJson.Parse<TResponse>(result is null ? "" : ToJson(result)?.ToJsonString() ?? "", input.ResponseData);
        response.ResponseMetadata = new ResponseMetadata { RequestId = root.Descendants().First(static child => child.Name.LocalName == "RequestId").Value };
        return response;
    }

    public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var error = XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(input);
        return new AmazonServiceException(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }

    private static JsonNode? ToJson(XElement element)
    {
        var children = element.Elements().ToArray();
        if (children.Length == 0)
            return element.IsEmpty ? null : JsonValue.Create(element.Value);
        if (children[0].Name.LocalName == "member")
            return new JsonArray(children.Select(ToJson).ToArray());
        return new JsonObject(children.Select(static child => KeyValuePair.Create(child.Name.LocalName, ToJson(child))));
    }
}
