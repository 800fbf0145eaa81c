using AwsOtel.Tests.Support.Fakes;

namespace Amazon.Lambda;

public sealed class AmazonLambdaConfig() : FakeConfig("Lambda");
