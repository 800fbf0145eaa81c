namespace AwsOtel.Tests.Support;

/// <summary>Answers of services, in the formats that they speak.</summary>
internal static class Answers
{
    public static ScriptedResponse JsonError(string code, int status = 400, string message = "It did not work") =>
        Expected.Json($$"""{"__type":"com.amazonaws.example#{{code}}","message":"{{message}}"}""", status);

    /// <summary>Of a query service: <c>CANARY</c> in it is the canary.</summary>
    public static ScriptedResponse Query(string operation, string result) => Xml(
        $"<{operation}Response><{operation}Result>{result.Replace("CANARY", ServiceCase.Canary)}</{operation}Result><ResponseMetadata><RequestId>{Expected.RequestId}</RequestId></ResponseMetadata></{operation}Response>", 200);

    public static ScriptedResponse QueryError(string code, int status = 400) => Xml(
        $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>It did not work</Message></Error><RequestId>{Expected.RequestId}</RequestId></ErrorResponse>", status);

    /// <summary>Of a JSON service: <c>CANARY</c> in it is the canary.</summary>
    public static ScriptedResponse Json(string body) => Expected.Json(body.Replace("CANARY", ServiceCase.Canary));

    private static ScriptedResponse Xml(string body, int status) =>
        new ScriptedResponse(status, body).With("Content-Type", "text/xml").With("x-amzn-RequestId", Expected.RequestId);
}
