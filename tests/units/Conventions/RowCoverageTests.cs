using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.SdkSpans;
using AwsOtel.Tests.SdkSpans;
using AwsOtel.Tests.Services;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Conventions;

/// <summary>
/// No row of a table is without a test: for every row, and every operation that it is for, some case of the services' tests makes a call of
/// which the row gives a value, and expects the attribute. What the .NET type of an operation does not have (capacity of CreateTable, for
/// one) no case can show; but each row must have an operation that does.
/// </summary>
[Collection(ProcessWide.Name)]
public sealed class RowCoverageTests
{
    [Fact]
    public async Task Every_row_of_every_table_is_shown_by_a_case()
    {
        var shown = new List<Shown>();
        foreach (var row in ServiceCases())
            shown.Add(await Shown.Of(row.Call, row.Response, row.Expected));
        foreach (var row in S3Cases())
            shown.Add(await Shown.Of(row.Call, row.Response, row.Expected));
        foreach (var row in DynamoDbCases())
            shown.Add(await Shown.Of(row.Call, row.Response, Expected.DynamoDb(row.Operation, 0).Select(static pair => (pair.Key, pair.Value)).Concat(row.Expected).ToArray()));

        var missing = ServiceTables.All.Append(ServiceTables.For("")).SelectMany(table => Missing(table, shown.Where(call => call.Is(table)).ToArray()));
        Assert.Equal("", string.Join('\n', missing));
    }

    private static IEnumerable<ServiceCase> ServiceCases() => new[]
    {
        SqsTests.Cases, SnsTests.Cases, EventBridgeTests.Cases, KinesisTests.Cases, StepFunctionsTests.Cases, LambdaTests.Cases, SecretsManagerTests.Cases,
        BedrockTests.Cases, ServiceWithoutTableTests.Cases,
    }.SelectMany(static cases => cases).Select(static row => row.Data);

    private static IEnumerable<OperationCase> S3Cases() => S3OperationTests.Cases.Concat(PartialFailureTests.S3Cases).Select(static row => row.Data);

    private static IEnumerable<OperationCase> DynamoDbCases() => DynamoDbOperationTests.Cases.Concat(BotocoreDynamoDbTests.Cases).Select(static row => row.Data);

    private static IEnumerable<string> Missing(ServiceTable table, Shown[] calls)
    {
        foreach (var row in table.Rows)
        {
            foreach (var missing in MissingOf(table, calls, row.Operations, $"{row.Attribute} of {row.Side} {row.Path}", call => call.Shows(row), call => call.CanShow(row)))
                yield return missing;
        }

        foreach (var row in table.Fixed)
        {
            foreach (var missing in MissingOf(table, calls, row.Operations, row.Attribute, call => call.Expects(row.Attribute, row.Value), static _ => true))
                yield return missing;
        }

        foreach (var attribute in table.OperationName)
        {
            foreach (var missing in MissingOf(table, calls, Operations.All, attribute, call => call.Expects(attribute, call.Operation), static _ => true))
                yield return missing;
        }

        foreach (var row in table.PartialFailures)
        {
            foreach (var missing in MissingOf(table, calls, row.Operations, row.Path, call => call.ShowsPartialFailure(row), static _ => true))
                yield return missing;
        }

        foreach (var row in table.Failures)
        {
            foreach (var missing in MissingOf(table, calls, row.Operations, row.Path, call => call.ShowsFailure(row), static _ => true))
                yield return missing;
        }
    }

    private static IEnumerable<string> MissingOf(ServiceTable table, Shown[] calls, string operations, string row, Func<Shown, bool> shows, Func<Shown, bool> canShow)
    {
        var names = operations == Operations.All ? ["any operation"] : operations.Split(' ');
        var shownAtAll = false;
        foreach (var name in names)
        {
            var own = Array.FindAll(calls, call => operations == Operations.All || call.Operation == name);
            var isShown = Array.Exists(own, call => shows(call));
            shownAtAll |= isShown;
            if (own.Length == 0)
                yield return $"{table.ServiceId}: no case of {name}, for {row}";
            else if (!isShown && Array.Exists(own, call => canShow(call)))
                yield return $"{table.ServiceId}: no case of {name} shows {row}";
        }

        if (!shownAtAll)
            yield return $"{table.ServiceId}: no case at all shows {row}";
    }

    /// <summary>A case, called: what the SDK saw, and what the case expects of its span.</summary>
    private sealed class Shown(WitnessedCall call, IReadOnlyList<(string Name, object Value)> expected)
    {
        public string Operation { get; } = OperationInfo.Create(call.Request.GetType(), call.ServiceId).Of(call.Request).SpanName[(call.ServiceId.Length + 1)..];

        public static async Task<Shown> Of(Func<string, Task> makeCall, ScriptedResponse response, IReadOnlyList<(string Name, object Value)> expected)
        {
            using var server = new ScriptedServer(response);
            using var witness = new Witness();
            await Record.ExceptionAsync(() => makeCall(server.Url));
            return new Shown(witness.Last, expected);
        }

        public bool Is(ServiceTable table) => ReferenceEquals(ServiceTables.For(call.ServiceId), table);

        public bool CanShow(AttributeRow row) => row.Side != Side.Received && Owner(row.Side) is { } owner && MemberPath.For(owner.GetType(), row.Path) is not null;

        public bool Shows(AttributeRow row) =>
            row.Side == Side.Received
            ? call.Received?.GetHeaderValue(row.Path) is { Length: > 0 } header && Expects(row.Attribute, row.Convert(header)!)
            : Owner(row.Side) is { } owner
            && (MemberPath.For(owner.GetType(), row.Path)?.Read(owner) ?? (row.AbsentIsEmpty ? Array.Empty<object>() : null)) is { } value
            && row.Convert(value) is { } converted
            && Expects(row.Attribute, converted);

        public bool Expects(string attribute, object value) => expected.Any(pair => pair.Name == attribute && Same(pair.Value, value));

        public bool ShowsPartialFailure(PartialFailureRow row) =>
            call.Response is { } response
            && MemberPath.For(response.GetType(), row.Path)?.Read(response) is List<object> { Count: > 0 } entries
            && Expects("aws.batch.failed_count", (long)entries.Count)
            && (!row.HasCodes || Expects("aws.batch.error_codes", Value.TextList(entries)!));

        public bool ShowsFailure(FailureRow row) =>
            call.Response is { } response
            && MemberPath.For(response.GetType(), row.Path)?.Read(response) is { } type
            && Expects("error.type", Value.Text(type)!);

        private static bool Same(object left, object right) => Attributes.Render(Attributes.Of(("", left))) == Attributes.Render(Attributes.Of(("", right)));

        private object? Owner(Side side) => side switch
        {
            Side.Request => call.Request,
            Side.Sent => call.Sent,
            _ => call.Response,
        };
    }
}
