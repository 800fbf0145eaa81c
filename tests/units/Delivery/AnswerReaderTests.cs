using System.Globalization;
using System.Net;
using System.Security.Authentication;
using AwsOtel.Engine.Delivery;
using Xunit;

namespace AwsOtel.Tests.Delivery;

/// <summary>What a gRPC receiver answers, and what comes of receivers that do not answer.</summary>
public sealed class AnswerReaderTests
{
    // google.rpc.Status { details: Any { google.rpc.RetryInfo { retry_delay: 2.5 s } } }
    private const string RetryInfo = "GjYKKHR5cGUuZ29vZ2xlYXBpcy5jb20vZ29vZ2xlLnJwYy5SZXRyeUluZm8SCgoICAIQgMq17gE=";

    [Theory]
    [InlineData(1, nameof(Verdict.TryAgain))]
    [InlineData(2, nameof(Verdict.Refused))]
    [InlineData(3, nameof(Verdict.Refused))]
    [InlineData(4, nameof(Verdict.TryAgain))]
    [InlineData(5, nameof(Verdict.Refused))]
    [InlineData(7, nameof(Verdict.Keep))]
    [InlineData(8, nameof(Verdict.Keep))]
    [InlineData(10, nameof(Verdict.TryAgain))]
    [InlineData(11, nameof(Verdict.TryAgain))]
    [InlineData(12, nameof(Verdict.Keep))]
    [InlineData(13, nameof(Verdict.Refused))]
    [InlineData(14, nameof(Verdict.TryAgain))]
    [InlineData(15, nameof(Verdict.TryAgain))]
    [InlineData(16, nameof(Verdict.Keep))]
    [InlineData(99, nameof(Verdict.Refused))]
    public void A_grpc_status_has_its_verdict(int status, string verdict)
    {
        using var response = Grpc(status);
        var answer = AnswerReader.OfGrpc(response, default);

        Assert.Equal((verdict, null, 0L), (answer.Verdict.ToString(), answer.RetryAfter, answer.Rejected));
        Assert.StartsWith("gRPC ", answer.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, RetryInfo)]
    [InlineData(14, RetryInfo)]
    public void A_grpc_receiver_names_a_time(int status, string details)
    {
        using var response = Grpc(status);
        response.TrailingHeaders.Add("grpc-status-details-bin", details);

        var answer = AnswerReader.OfGrpc(response, default);
        Assert.Equal((Verdict.TryAgain, TimeSpan.FromSeconds(2.5)), (answer.Verdict, answer.RetryAfter!.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("GjQKKHR5cGU")]
    [InlineData("////////////////////////////")]
    public void Details_that_are_none_are_passed_over(string details)
    {
        using var response = Grpc(8);
        response.TrailingHeaders.TryAddWithoutValidation("grpc-status-details-bin", details);

        Assert.Equal(new OtlpAnswer(Verdict.Keep, "gRPC RESOURCE_EXHAUSTED"), AnswerReader.OfGrpc(response, default));
    }

    [Fact]
    public void A_grpc_receiver_takes_a_part()
    {
        using var response = Grpc(0);

        Assert.Equal(OtlpAnswer.Taken, AnswerReader.OfGrpc(response, new byte[5]));
        // A frame with partial_success { rejected_spans: 3, error_message: "no" }
        Assert.Equal(new OtlpAnswer(Verdict.Taken, "no", Rejected: 3), AnswerReader.OfGrpc(response, [0, 0, 0, 0, 8, 0x0a, 6, 8, 3, 0x12, 2, (byte)'n', (byte)'o']));
    }

    [Fact]
    public void An_answer_that_is_not_grpc_says_so()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK);

        Assert.Equal(new OtlpAnswer(Verdict.Keep, "an answer that is not gRPC's"), AnswerReader.OfGrpc(response, default));
    }

    [Fact]
    public void Who_does_not_answer_may_yet_and_whose_certificate_is_wrong_will_not()
    {
        Assert.Equal(new OtlpAnswer(Verdict.TryAgain, "no answer in time"), AnswerReader.OfException(new TaskCanceledException()));
        Assert.Equal(new OtlpAnswer(Verdict.TryAgain, "refused"), AnswerReader.OfException(new HttpRequestException("outer", new IOException("refused"))));
        Assert.Equal(
            new OtlpAnswer(Verdict.Keep, "The certificate is not trusted"),
            AnswerReader.OfException(new HttpRequestException(HttpRequestError.SecureConnectionError, "outer", new AuthenticationException("The certificate is not trusted"))));
    }

    /// <summary>A receiver is not trusted: whatever bytes it sends, they are read to an end.</summary>
    [Fact]
    public void Any_bytes_are_an_answer()
    {
        var random = new Random(1);
        using var response = Grpc(0);
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            Assert.Equal(Verdict.Taken, AnswerReader.OfGrpc(response, bytes).Verdict);
        }
    }

    private static HttpResponseMessage Grpc(int status)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK);
        response.TrailingHeaders.Add("grpc-status", status.ToString(CultureInfo.InvariantCulture));
        return response;
    }
}
