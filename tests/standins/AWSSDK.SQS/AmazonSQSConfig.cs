using AwsOtel.Tests.Support.Fakes;

namespace Amazon.SQS;

public sealed class AmazonSQSConfig() : FakeConfig("SQS");
