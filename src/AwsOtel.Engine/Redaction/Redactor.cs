using System.Text.RegularExpressions;

namespace AwsOtel.Engine.Redaction;

/// <summary>
/// Takes credentials out of free text (exception messages, stack traces) before it leaves the process: pre-signed query strings,
/// authorization headers, access key ids, and names that say that a secret follows.
/// </summary>
internal static partial class Redactor
{
    public const string Replacement = "[redacted]";

    /// <summary>Patterns are linear for hostile input by this bound; text that takes longer is left out whole.</summary>
    private const int TimeoutMilliseconds = 100;

    public static string Redact(string text)
    {
        try
        {
            text = SignedParameter().Replace(text, "$1=" + Replacement);
            text = NamedSecret().Replace(text, "$1$2" + Replacement);
            return AccessKeyId().Replace(text, Replacement);
        }
        catch (RegexMatchTimeoutException)
        {
            return Replacement;
        }
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    [GeneratedRegex(@"(?i)\b(X-Amz-(?:Signature|Credential|Security-Token)|AWSAccessKeyId|Signature)=[^&\s""'<>,]+", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex SignedParameter();

    [GeneratedRegex(@"(?i)(?<![A-Za-z0-9])(authorization|secret_?(?:access_?)?key|session_?token|security_?token|password|passwd|secretstring|api[-_]?key)\b(""?\s*[:=]\s*""?)[^\r\n""',;&]+", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex NamedSecret();

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    [GeneratedRegex(@"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}\b", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex AccessKeyId();
}
