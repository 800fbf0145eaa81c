using AwsOtel.Engine.Redaction;
using Xunit;

namespace AwsOtel.Tests.Redaction;

public sealed class RedactorTests
{
    [Theory]
    [InlineData("GET https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIDX%2F20260101&X-Amz-Signature=abc123 failed", "GET https://b.s3.amazonaws.com/k?X-Amz-Credential=[redacted]&X-Amz-Signature=[redacted] failed")]
    [InlineData("'https://h/k?x-amz-security-token=FwoGZX%2F%2Fabc&a=1'", "'https://h/k?x-amz-security-token=[redacted]&a=1'")]
    [InlineData("https://h/k?AWSAccessKeyId=abc&Expires=1&Signature=x%3D", "https://h/k?AWSAccessKeyId=[redacted]&Expires=1&Signature=[redacted]")]
    [InlineData("The key AKIAIOSFODNN7EXAMPLE is not valid", "The key [redacted] is not valid")]
    [InlineData("The key ASIAIOSFODNN7EXAMPLE is not valid", "The key [redacted] is not valid")]
    [InlineData("secret_access_key = wJalrXUtnFEMI/K7MDENG", "secret_access_key = [redacted]")]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG", "aws_secret_access_key = [redacted]")]
    [InlineData("aws_session_token=IQoJb3JpZ2luX2VjE", "aws_session_token=[redacted]")]
    [InlineData("SecretAccessKey: wJalrXUtnFEMI", "SecretAccessKey: [redacted]")]
    [InlineData("""{"SecretKey":"wJalr","SessionToken": "IQoJb3","Region":"eu-west-1"}""", """{"SecretKey":"[redacted]","SessionToken": "[redacted]","Region":"eu-west-1"}""")]
    [InlineData("""{"SecretString":"hunter2"}""", """{"SecretString":"[redacted]"}""")]
    [InlineData("Authorization: AWS4-HMAC-SHA256 Credential=AKIDX/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=abc\nNext line", "Authorization: [redacted]\nNext line")]
    [InlineData("password='a;b,c' and more", "password='[redacted]' and more")]
    [InlineData("password=a,b", "password=[redacted]")]
    [InlineData("SecretString={\"p\":\"s\"}", "SecretString=[redacted]")]
    [InlineData("x-amz-security-token:IQoJb3", "x-amz-security-token:[redacted]")]
    [InlineData("sent Bearer eyJhbGciOi.abc", "sent Bearer [redacted]")]
    [InlineData("access_token=abc", "access_token=[redacted]")]
    [InlineData("client_secret: abc", "client_secret: [redacted]")]
    [InlineData("pwd=abc", "pwd=[redacted]")]
    [InlineData("AccountKey=abc", "AccountKey=[redacted]")]
    [InlineData("k%3FX-Amz-Signature%3Dabc%26", "k%3FX-Amz-Signature%3D[redacted]")]
    [InlineData("http://user:secret@host/x", "http://[redacted]@host/x")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- rest", "[redacted] rest")]
    [InlineData("PhoneNumber Reason: +15551234567 is not valid", "PhoneNumber Reason: [redacted] is not valid")]
    [InlineData("does not match. The Canonical String for this request should have been 'GET\n/\nx-amz-security-token:IQoJ'", "does not match. The Canonical String for this request should have been [redacted]")]
    [InlineData("password=hunter2; server=db", "password=[redacted]")]
    [InlineData("api-key: k-1", "api-key: [redacted]")]
    [InlineData("1 validation error detected: Value 'hunter2' at 'secretString' failed to satisfy constraint: Member must have length", "1 validation error detected: Value '[redacted]' at 'secretString' failed to satisfy constraint: Member must have length")]
    [InlineData("2 validation errors detected: Value 'it's\nsecret' at 'a' failed; Value '[x, y]' at 'b' failed", "2 validation errors detected: Value '[redacted]' at 'a' failed; Value '[redacted]' at 'b' failed")]
    [InlineData("Value (hunter 2) for parameter UserData is invalid.", "Value ([redacted]) for parameter UserData is invalid.")]
    [InlineData("Value hunter2 for parameter VisibilityTimeout is invalid. Reason: Must be an integer", "Value [redacted] for parameter VisibilityTimeout is invalid. Reason: Must be an integer")]
    [InlineData("The parameter cannot be converted to a numeric value: hunter2", "The parameter cannot be converted to a numeric value: [redacted]")]
    [InlineData("Cannot bind parameter 'Count'. Cannot convert value \"hunter2\" to type \"System.Int32\". Error: \"The input string 'hunter2' was not in a correct format.\"", "Cannot bind parameter 'Count'. Cannot convert value \"[redacted]\" to type \"System.Int32\". Error: \"The input string '[redacted]' was not in a correct format.\"")]
    [InlineData("Cannot convert the \"hunter2\" value of type \"System.String\" to type \"System.Uri\".", "Cannot convert the \"[redacted]\" value of type \"System.String\" to type \"System.Uri\".")]
    [InlineData("Cannot validate argument on parameter 'Password'. The argument \"hunter2\" does not belong to the set \"a,b\"", "Cannot validate argument on parameter 'Password'. The argument \"[redacted]\" does not belong to the set \"a,b\"")]
    [InlineData("A positional parameter cannot be found that accepts argument 'it's hunter2'.", "A positional parameter cannot be found that accepts argument '[redacted]'.")]
    [InlineData("At /srv/a b.ps1:1 char:20\n+ tool --key hunter2 )\n+                     ~\nUnexpected token ')' in expression or statement.", "At /srv/a b.ps1:1 char:20\n+ [redacted]\n+                     ~\nUnexpected token ')' in expression or statement.")]
    [InlineData("At line:2 char:3\r\n+ 'a' hunter2\r\n+     ~~~~~~~\r\nUnexpected token 'hunter2' in expression or statement.", "At line:2 char:3\r\n+ [redacted]\r\n+     ~~~~~~~\r\nUnexpected token '[redacted]' in expression or statement.")]
    [InlineData("String 'hunter2' was not recognized as a valid DateTime.", "String '[redacted]' was not recognized as a valid DateTime.")]
    [InlineData("The value cannot be null. (Parameter 'x')", "The value cannot be null. (Parameter 'x')")]
    [InlineData("The specified key does not exist.", "The specified key does not exist.")]
    [InlineData("The security token included in the request is expired", "The security token included in the request is expired")]
    [InlineData("The request signature we calculated does not match the signature you provided. Check your key and signing method.", "The request signature we calculated does not match the signature you provided. Check your key and signing method.")]
    [InlineData("User: arn:aws:iam::123456789012:user/x is not authorized to perform: s3:GetObject", "User: arn:aws:iam::123456789012:user/x is not authorized to perform: s3:GetObject")]
    [InlineData("http://user:p@ss@host/x", "http://[redacted]@host/x")]
    [InlineData("amqp://u:a@h1,amqp://u:b@h2/x", "amqp://[redacted]@h1,amqp://[redacted]@h2/x")]
    [InlineData("https://example.com/?mail=a@b.c", "https://example.com/?mail=a@b.c")]
    [InlineData("""{"X-Amz-Signature":"abc","X-Amz-Credential": "AKIDX/20260101"}""", """{"X-Amz-Signature":"[redacted]","X-Amz-Credential": "[redacted]"}""")]
    [InlineData("X-Amz-Signature: abc", "X-Amz-Signature: [redacted]")]
    [InlineData("x-amz-server-side-encryption-customer-key: abc", "x-amz-server-side-encryption-customer-key: [redacted]")]
    [InlineData("ServerSideEncryptionCustomerProvidedKey=abc", "ServerSideEncryptionCustomerProvidedKey=[redacted]")]
    [InlineData("""{"MasterUserPassword":"hunter2","Port":1}""", """{"MasterUserPassword":"[redacted]","Port":1}""")]
    [InlineData("dbpassword=hunter2", "dbpassword=[redacted]")]
    [InlineData("SecretBinary: aHVudGVy", "SecretBinary: [redacted]")]
    [InlineData("""{"password": "hun\"ter2","a":1}""", """{"password": "[redacted]","a":1}""")]
    [InlineData("Set-Cookie: id=abc; Path=/", "Set-Cookie: [redacted]")]
    [InlineData("The identity eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl has expired", "The identity [redacted] has expired")]
    [InlineData("sent FwoGZXIvYXdzEabcdefgh/1+2= twice", "sent [redacted] twice")]
    [InlineData("not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db because no policy allows it", "not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db because no policy allows it")]
    [InlineData("not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:eu-west-1:123456789012:function:reset-password:prod because no policy allows it", "not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:eu-west-1:123456789012:function:reset-password:prod because no policy allows it")]
    [InlineData("arn:aws:rds:eu-west-1:123456789012:db:orders password: hunter2", "arn:aws:rds:eu-west-1:123456789012:db:orders password: [redacted]")]
    [InlineData("{\"arn\":\"arn:aws:s3:::b\",\"password\":\"hunter2\"}", "{\"arn\":\"arn:aws:s3:::b\",\"password\":\"[redacted]\"}")]
    [InlineData("source=arn:aws:s3:::b;password=hunter2", "source=arn:aws:s3:::b;password=[redacted]")]
    [InlineData("", "")]
    public void Takes_credentials_out_of_text(string text, string expected) => Assert.Equal(expected, Redactor.Redact(text));

    [Fact]
    public void A_wide_gap_does_not_cost_a_text() =>
        Assert.Equal("before" + new string(' ', 200_000) + "after", Redactor.Redact("before" + new string(' ', 200_000) + "after"));

    [Fact]
    public void Long_text_is_redacted_or_left_out_in_bounded_time()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var text = Redactor.Redact(string.Concat(Enumerable.Repeat("AKIAIOSFODNN7EXAMPLE authorization secret_key ", 20_000)));

        Assert.DoesNotContain("AKIAIOSFODNN7EXAMPLE", text, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
