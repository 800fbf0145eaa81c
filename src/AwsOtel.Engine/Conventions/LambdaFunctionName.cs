namespace AwsOtel.Engine.Conventions;

/// <summary>
/// The function's name, out of the forms that Invoke takes: <c>name</c>, <c>name:qualifier</c>, <c>account:function:name</c> and ARNs.
/// See <see href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"/>.
/// </summary>
internal static class LambdaFunctionName
{
    public static object? Read(object value)
    {
        if (value is not string { Length: > 0 } text)
            return null;
        var parts = text.Split(':');
        var keyword = Array.IndexOf(parts, "function");
        var name = keyword > 0 && keyword + 1 < parts.Length ? parts[keyword + 1] : parts[0];
        return name.Length == 0 ? null : name;
    }
}
