using Amazon.Runtime;

namespace AwsOtel.Tests.Support;

/// <summary>One row of an operation table: a call, the answer, and what the operation's span must have beside what all have.</summary>
public sealed class OperationCase
{
    private readonly Func<string, Task> _call;

    private OperationCase(string operation, string note, Func<string, Task> call, ScriptedResponse response, (string Name, object Value)[] expected)
    {
        Operation = operation;
        Note = note;
        _call = call;
        Response = response;
        Expected = expected;
    }

    /// <summary>By the AWS API's name.</summary>
    internal string Operation { get; }

    internal string Note { get; }

    internal ScriptedResponse Response { get; }

    internal IReadOnlyList<(string Name, object Value)> Expected { get; }

    /// <param name="connect">Makes a client for an address.</param>
    internal static OperationCase Of<TClient>(
        string operation, string note, Func<string, TClient> connect, Func<TClient, Task> call, ScriptedResponse response, (string Name, object Value)[] expected)
        where TClient : AmazonServiceClient
    {
        return new OperationCase(operation, note, Run, response, expected);

        async Task Run(string url)
        {
            using var client = connect(url);
            await call(client);
        }
    }

    internal Task Call(string url) => _call(url);

    public override string ToString() => Note.Length == 0 ? Operation : $"{Operation}, {Note}";
}
