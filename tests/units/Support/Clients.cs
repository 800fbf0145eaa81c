using System.Reflection;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.SecurityToken;

namespace AwsOtel.Tests.Support;

/// <summary>Clients of a <see cref="ScriptedServer"/>, with made-up keys, and with retries that hardly wait.</summary>
internal static class Clients
{
    public const string Region = "eu-west-1";

    public static readonly AWSCredentials Credentials = new BasicAWSCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI");

    public static AmazonDynamoDBClient DynamoDb(string url, int retries = 0, Action<AmazonDynamoDBConfig>? configure = null) =>
        WithFastRetries(new AmazonDynamoDBClient(Credentials, Configure(new AmazonDynamoDBConfig(), url, retries, configure)));

    public static AmazonS3Client S3(string url, int retries = 0, Action<AmazonS3Config>? configure = null) =>
        WithFastRetries(new AmazonS3Client(Credentials, Configure(new AmazonS3Config { ForcePathStyle = true }, url, retries, configure)));

    public static AmazonSecurityTokenServiceClient Sts(string url) =>
        new(Credentials, Configure(new AmazonSecurityTokenServiceConfig(), url, 0, null));

    /// <summary>The handlers of a client from the outside in.</summary>
    public static IEnumerable<IPipelineHandler> Handlers(AmazonServiceClient client)
    {
        var property = typeof(AmazonServiceClient).GetProperty("RuntimePipeline", BindingFlags.Instance | BindingFlags.NonPublic)!;
        for (var handler = ((RuntimePipeline)property.GetValue(client)!).Handler; handler is not null; handler = handler.InnerHandler)
            yield return handler;
    }

    private static TConfig Configure<TConfig>(TConfig config, string url, int retries, Action<TConfig>? configure)
        where TConfig : ClientConfig
    {
        config.ServiceURL = url;
        config.AuthenticationRegion = Region;
        config.MaxErrorRetry = retries;
        configure?.Invoke(config);
        return config;
    }

    private static TClient WithFastRetries<TClient>(TClient client)
        where TClient : AmazonServiceClient
    {
        foreach (var retry in Handlers(client).OfType<RetryHandler>())
        {
            if (retry.RetryPolicy is StandardRetryPolicy policy)
                policy.MaxBackoffInMilliseconds = 5;
        }

        return client;
    }
}
