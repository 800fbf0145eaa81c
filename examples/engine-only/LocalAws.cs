using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;

namespace EngineOnly;

/// <summary>The local servers of tests/local, and clients for them.</summary>
internal sealed class LocalAws
{
    private static readonly BasicAWSCredentials Credentials = new("demo", "demo");

    private readonly JsonElement _state;

    private LocalAws(JsonElement state) => _state = state;

    public static LocalAws Read(string statePath) => new(JsonDocument.Parse(File.ReadAllText(statePath)).RootElement);

    public AmazonS3Client S3() => new(Credentials, new AmazonS3Config
    {
        ServiceURL = Endpoint("s3"),
        AuthenticationRegion = "eu-central-1",
        ForcePathStyle = true,
    });

    public AmazonDynamoDBClient DynamoDb() => new(Credentials, new AmazonDynamoDBConfig
    {
        ServiceURL = Endpoint("dynamodb"),
        AuthenticationRegion = "eu-central-1",
    });

    /// <summary>Schedules an answer that the servers would not give by themselves; see tests/local/README.md.</summary>
    public async Task AddFault(string fault)
    {
        using var http = new HttpClient();
        using var body = new StringContent(fault, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(_state.GetProperty("controlEndpoint").GetString() + "/faults"), body);
        answer.EnsureSuccessStatusCode();
    }

    private string Endpoint(string service) => _state.GetProperty(service).GetProperty("endpoint").GetString()!;
}
