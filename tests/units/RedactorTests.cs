using AwsOtel.Engine.Redaction;
using Xunit;

namespace AwsOtel.Tests;

public sealed class RedactorTests
{
    [Theory]
    [InlineData("GET https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIDX%2F20260101&X-Amz-Signature=abc123 failed", "GET https://b.s3.amazonaws.com/k?X-Amz-Credential=[redacted]&X-Amz-Signature=[redacted] failed")]
    [InlineData("The key AKIAIOSFODNN7EXAMPLE is not valid", "The key [redacted] is not valid")]
    [InlineData("secret_access_key = wJalrXUtnFEMI/K7MDENG", "secret_access_key = [redacted]")]
    [InlineData("The specified key does not exist.", "The specified key does not exist.")]
    public void Takes_credentials_out_of_text(string text, string expected) => Assert.Equal(expected, Redactor.Redact(text));
}
