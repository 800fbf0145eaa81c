using AwsOtel.Engine.Conventions;
using Xunit;

namespace AwsOtel.Tests.Conventions;

/// <summary>The forms of a function's name that Invoke takes. See <see href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"/>.</summary>
public sealed class LambdaFunctionNameTests
{
    [Theory]
    [InlineData("charge", "charge")]
    [InlineData("charge:live", "charge")]
    [InlineData("charge:$LATEST", "charge")]
    [InlineData("123456789012:function:charge", "charge")]
    [InlineData("123456789012:function:charge:7", "charge")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:charge", "charge")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:charge:live", "charge")]
    [InlineData("arn:aws-cn:lambda:cn-north-1:123456789012:function:charge", "charge")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:function:live", "function")]
    [InlineData("", null)]
    public void Is_read_out_of_every_form(string given, string? expected) => Assert.Equal(expected, LambdaFunctionName.Read(given));

    /// <summary>A function may be called function, and be invoked by its name and a qualifier.</summary>
    [Theory]
    [InlineData("function", "function")]
    [InlineData("function:live", "function")]
    public void A_function_called_function_is_told_too(string given, string expected) => Assert.Equal(expected, LambdaFunctionName.Read(given));
}
