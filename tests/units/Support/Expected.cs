namespace AwsOtel.Tests.Support;

/// <summary>What every operation span has, and answers that bring it.</summary>
internal static class Expected
{
    public const string RequestId = "REQ-1";
    public const string ExtendedRequestId = "EXT-1/a+b=";

    public static IReadOnlyDictionary<string, object> Operation(string service, string operation, int port, int status = 200) => Attributes.Of(
        ("rpc.system", "aws-api"),
        ("rpc.service", service),
        ("rpc.method", operation),
        ("cloud.region", Clients.Region),
        ("aws.request_id", RequestId),
        ("http.response.status_code", (long)status),
        ("server.address", "127.0.0.1"),
        ("server.port", (long)port),
        ("aws.credentials.source", "static"));

    public static IReadOnlyDictionary<string, object> DynamoDb(string operation, int port, int status = 200) =>
        Operation("DynamoDB", operation, port, status).Plus(("db.system.name", "aws.dynamodb"), ("db.operation.name", operation));

    public static IReadOnlyDictionary<string, object> S3(string operation, int port, int status = 200) =>
        Operation("S3", operation, port, status).Plus(("aws.extended_request_id", ExtendedRequestId));

    public static ScriptedResponse Json(string body, int status = 200, string requestId = RequestId) =>
        new ScriptedResponse(status, body).With("Content-Type", "application/x-amz-json-1.0").With("x-amzn-RequestId", requestId);

    public static ScriptedResponse Xml(string body = "", int status = 200) =>
        new ScriptedResponse(status, body).With("Content-Type", "application/xml").With("x-amz-request-id", RequestId).With("x-amz-id-2", ExtendedRequestId);
}
