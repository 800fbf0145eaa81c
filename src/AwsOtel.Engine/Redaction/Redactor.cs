using System.Text.RegularExpressions;

namespace AwsOtel.Engine.Redaction;

/// <summary>
/// Takes credentials out of free text (exception messages, stack traces, names that hold a signed URL) before it leaves the process. Where it
/// is not sure how long a secret is, the rest of the line goes.
/// </summary>
internal static partial class Redactor
{
    public const string Replacement = "[redacted]";

    /// <summary>Text that takes longer than this is left out whole.</summary>
    private const int TimeoutMilliseconds = 1000;

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    public static string Redact(string text)
    {
        try
        {
            // S3 and others answer a wrong signature with all that was signed, headers and all.
            text = SignedText().Replace(text, "$1 " + Replacement);
            text = PrivateKey().Replace(text, Replacement);
            text = EchoedValue().Replace(text, Replacement);
            text = SignedParameter().Replace(text, "$1$2" + Replacement);
            text = UserInfo().Replace(text, "://" + Replacement + "@");
            text = QuotedSecret().Replace(text, "$1$2" + Replacement + "$3");
            text = NamedSecret().Replace(text, "$1$2" + Replacement);
            text = Scheme().Replace(text, "$1 " + Replacement);
            text = AccessKeyId().Replace(text, Replacement);
            text = Token().Replace(text, Replacement);
            return PhoneNumber().Replace(text, Replacement);
        }
        catch (RegexMatchTimeoutException)
        {
            return Replacement;
        }
    }

    /// <summary>A look that costs little, for values that are names and hardly ever more: a signature is told from its name by one of these.</summary>
    public static bool MayHaveSignature(string text) =>
        text.AsSpan().ContainsAny('=', '%', ':')
        && (text.Contains("X-Amz-", StringComparison.OrdinalIgnoreCase) || text.Contains("Signature", StringComparison.OrdinalIgnoreCase)
        || text.Contains("AWSAccessKeyId", StringComparison.OrdinalIgnoreCase));

    private const string SecretNames =
        "(?:(?<![A-Za-z0-9])(?:authorization|(?:set-)?cookie|(?:session|security|access|refresh|id|auth)[-_]?token|token|pwd|api[-_]?key|account[-_]?key|private[-_]?key|credentials?)"
        // Also at the end of a longer name (MasterUserPassword).
        + @"|secret[-_]?(?:access[-_]?)?key|password|passwd|passphrase|secret[-_]?(?:string|binary)|secret|customer[-_]?(?:provided[-_]?)?key)"
        // A part of an ARN (…:secret:prod/db, …:function:reset-password:prod) names a resource.
        + @"(?<!\barn:[^\s""',;&=]{0,200})";

    [GeneratedRegex(@"(Canonical String for this request should have been|String-to-Sign should have been|Canonical String|String-to-Sign)\b.*", Options | RegexOptions.Singleline, TimeoutMilliseconds)]
    private static partial Regex SignedText();

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:.*?-----END [A-Z ]*PRIVATE KEY-----|.*)", Options | RegexOptions.Singleline, TimeoutMilliseconds)]
    private static partial Regex PrivateKey();

    // Validation repeats the value that it refuses: AWS's (Value 'x' at 'secretString' failed; Value (x) for parameter Y is invalid), DynamoDB's of
    // numbers, PowerShell's of parameters and conversions, .NET's of formats.
    [GeneratedRegex(
        @"(?<=\bValues?\s+')(?!\[redacted\]).*?(?='\s+at\s+'|\z)"
        + @"|(?<=\bValue\s{1,9}\(?)(?!\[redacted\])[^\s('].*?(?=\)?\s+for parameter\b)"
        + @"|(?<=\bcannot be converted to a numeric value:\s{0,9})\S[^\r\n]*"
        + @"|(?<=\bCannot convert (?:the )?(?:value )?"").*?(?=""(?: value)?(?: of type ""[^""]*"")? to type\b|\z)"
        + @"|(?<=\bThe argument "").*?(?=""\s+(?:does not|cannot|is)\b|\z)"
        + @"|(?<=\baccepts argument ').*?(?='\.?\s*(?:[\r\n]|\z))"
        // A syntax error repeats the line that it is in: what was given to Invoke-Expression, or is typed in the script.
        + @"|(?<=^At [^\r\n]+:\d+ char:\d+\r?\n\+ )[^\r\n]*"
        + @"|(?<=\bUnexpected token ')(?!\W*' in expression)[^\r\n]*?(?=' in expression or statement)"
        + @"|(?<=\b(?:input string|String) ').*?(?='\s+was not (?:in a correct format|recognized)|\z)",
        Options | RegexOptions.Singleline | RegexOptions.Multiline, TimeoutMilliseconds)]
    private static partial Regex EchoedValue();

    // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    [GeneratedRegex(@"\b(X-Amz-(?:Signature|Credential|Security-Token)|AWSAccessKeyId|Signature)(""?\s*(?:=|:|%3D)\s*""?)[^&\s""'<>,]+", Options, TimeoutMilliseconds)]
    private static partial Regex SignedParameter();

    // Up to the last @: a password may have one.
    [GeneratedRegex(@"://[^/?#\s""'<>]+@", Options, TimeoutMilliseconds)]
    private static partial Regex UserInfo();

    [GeneratedRegex("(" + SecretNames + @")(""?'?\s*(?::|=|%3D)\s*[""'])(?:(?<="")(?:[^""\\\r\n]|\\.)*|(?<=')(?:[^'\\\r\n]|\\.)*)([""']?)", Options, TimeoutMilliseconds)]
    private static partial Regex QuotedSecret();

    [GeneratedRegex("(" + SecretNames + @")(\s*(?::|=|%3D)\s*)(?![\s""'])(?!\[redacted\])[^\r\n&]+", Options, TimeoutMilliseconds)]
    private static partial Regex NamedSecret();

    [GeneratedRegex(@"\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}", Options, TimeoutMilliseconds)]
    private static partial Regex Scheme();

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    [GeneratedRegex(@"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}\b", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex AccessKeyId();

    // A JSON Web Token, and the beginnings of the session tokens of STS.
    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)?|\b(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz)[A-Za-z0-9+/=%_-]{8,}", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Token();

    // E.164, as SNS names a number that it cannot reach.
    [GeneratedRegex(@"(?<![\w.])\+\d{8,15}\b", Options, TimeoutMilliseconds)]
    private static partial Regex PhoneNumber();
}
