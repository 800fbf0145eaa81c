using Amazon.Runtime;
using AwsOtel.Tests.Support.Fakes;
using Xunit;

namespace AwsOtel.Tests.Support;

/// <summary>One row of a service's tests: a call, the answer, and all that its span must have beside what all spans have.</summary>
public sealed class ServiceCase
{
    /// <summary>In every value that must not be recorded.</summary>
    internal const string Canary = "canary-e4d7";

    private readonly Func<FakeClient, Task> _call;
    private readonly string _note;

    private ServiceCase(string service, string operation, string note, Func<FakeClient, Task> call, ScriptedResponse response, (string Name, object Value)[] expected)
    {
        Service = service;
        Operation = operation;
        _note = note;
        _call = call;
        Response = response;
        Expected = expected;
    }

    /// <summary>By the AWS API's service id.</summary>
    internal string Service { get; }

    /// <summary>By the AWS API's name.</summary>
    internal string Operation { get; }

    internal ScriptedResponse Response { get; }

    internal IReadOnlyList<(string Name, object Value)> Expected { get; }

    internal OtelSpanKind Kind { get; init; } = OtelSpanKind.Client;

    /// <summary>The status description of a call that the service says has failed although it was answered; null for all others.</summary>
    internal string? FailedByItsAnswer { get; init; }

    /// <param name="expected">Beside the attributes of <see cref="Support.Expected.Operation"/>.</param>
    internal static ServiceCase Of<TResponse>(
        string service, string operation, string note, AmazonWebServiceRequest request, ScriptedResponse response, OtelSpanKind kind, (string Name, object Value)[] expected)
        where TResponse : AmazonWebServiceResponse, new() =>
        new(service, operation, note, client => client.CallAsync<TResponse>(request, TestContext.Current.CancellationToken), response, expected) { Kind = kind };

    /// <summary>How many entries of a batch have spans.</summary>
    private int Entries => Kind == OtelSpanKind.Producer && Value("messaging.batch.message_count") is long and > 1 and var count ? (int)count : 0;

    private string Destination => Value("messaging.destination.name") is string name ? name + " " : "";

    internal ServiceCase WhichFailsByItsAnswer(string description) =>
        new(Service, Operation, _note, _call, Response, Expected.ToArray()) { Kind = Kind, FailedByItsAnswer = description };

    /// <summary>Makes the call.</summary>
    internal async Task Call(string url)
    {
        using var client = new FakeClient(Service, url);
        await _call(client);
    }

    /// <summary>Makes the call in a session of its own, and compares its one span, whole.</summary>
    internal async Task Verify()
    {
        using var server = new ScriptedServer(Response);
        using var session = TestSession.Begin();
        var failure = await Record.ExceptionAsync(() => Call(server.Url));
        if (Response.Status < 300)
            Assert.Null(failure);
        else
            Assert.IsType<AmazonServiceException>(failure);
        var spans = session.End();

        // The entries of a batch have spans of their own, which end with it.
        var entries = spans[..^2];
        SpanAssert.Names(spans, [.. Enumerable.Repeat($"{Destination}create", Entries), $"{Service}.{Operation}", "script"]);
        var (operation, script) = (spans[^2], spans[^1]);
        Assert.All(entries, entry => Assert.Equal((operation.SpanId, OtelSpanKind.Producer), (entry.ParentSpanId, entry.Kind)));
        Assert.Equal(Kind, operation.Kind);
        Assert.Equal(script.SpanId, operation.ParentSpanId);
        SpanAssert.OperationHasExactly(Support.Expected.Operation(Service, Operation, server.Port, Response.Status).Plus(Expected.ToArray()), operation);
        AssertStatus(operation, failure);
        SpanAssert.NowhereHas(Canary, spans);
        Assert.Single(server.Requests);
    }

    public override string ToString() => _note.Length == 0 ? Operation : $"{Operation}, {_note}";

    private object? Value(string name) => Expected.FirstOrDefault(attribute => attribute.Name == name).Value;

    private void AssertStatus(OtelSpan operation, Exception? failure)
    {
        if (failure is not null)
        {
            SpanAssert.Failed(operation, typeof(AmazonServiceException).FullName!, failure.Message);
        }
        else if (FailedByItsAnswer is not null)
        {
            Assert.Equal((OtelStatus.Error, FailedByItsAnswer), (operation.Status, operation.StatusDescription));
            Assert.Empty(operation.Events);
        }
        else
        {
            SpanAssert.Succeeded(operation);
        }
    }
}
