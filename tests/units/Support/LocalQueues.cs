using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AwsOtel.Tests.Support.Fakes;
using Xunit;

namespace AwsOtel.Tests.Support;

/// <summary>The local SQS and SNS of tests/local, in a process of their own that ends with this one.</summary>
public sealed class LocalQueues : IAsyncLifetime
{
    private readonly string _state = Path.Combine(Path.GetTempPath(), $"awsotel-queues-{Guid.NewGuid():n}.json");
    private Process? _process;

    internal string Sqs { get; private set; } = "";

    internal string Sns { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] arguments =
        [
            Path.Combine(Checkout.Root, "tests", "local", "start.mjs"), "--only", "sqs,sns", "--state", _state,
            "--parent", Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        var line = await _process.StandardOutput.ReadLineAsync();
        Assert.True(line == "ready", $"The local queues did not start: {line}");
        using var state = JsonDocument.Parse(await File.ReadAllTextAsync(_state));
        Sqs = Endpoint(state, "sqs");
        Sns = Endpoint(state, "sns");
    }

    public async ValueTask DisposeAsync()
    {
        // It ends with its standard input.
        _process!.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    internal FakeClient SqsClient() => new("SQS", Sqs);

    internal FakeClient SnsClient() => new("SNS", Sns);

    private static string Endpoint(JsonDocument state, string part) => state.RootElement.GetProperty(part).GetProperty("endpoint").GetString()!;
}
