using System.Diagnostics;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>What is read of an operation's response: its attributes, and the failures that HTTP does not tell of.</summary>
internal sealed class OperationResponse
{
    private readonly BoundRows _rows;
    private readonly (MemberPath Path, bool HasCodes)[] _partialFailures;
    private readonly (MemberPath Path, string Description)[] _failures;

    private OperationResponse(Type type, BoundRows rows, (MemberPath, bool)[] partialFailures, (MemberPath, string)[] failures)
    {
        Type = type;
        _rows = rows;
        _partialFailures = partialFailures;
        _failures = failures;
    }

    public Type Type { get; }

    public static OperationResponse Bind(Type type, ServiceTable table, string operation, IEnumerable<AttributeRow> rows, IReadOnlySet<string> shared)
    {
        var partialFailures = new List<(MemberPath, bool)>();
        foreach (var row in table.PartialFailures)
        {
            if (Operations.Has(row.Operations, operation) && MemberPath.For(type, row.Path) is { } path)
                partialFailures.Add((path, row.HasCodes));
        }

        var failures = new List<(MemberPath, string)>();
        foreach (var row in table.Failures)
        {
            if (Operations.Has(row.Operations, operation) && MemberPath.For(type, row.Path) is { } path)
                failures.Add((path, row.Description));
        }

        return new OperationResponse(type, BoundRows.Bind(type, rows, shared), partialFailures.ToArray(), failures.ToArray());
    }

    public void Apply(SpanAttributes attributes, object response)
    {
        _rows.Apply(attributes, response);
        var span = attributes.Span;
        try
        {
            FaultPoint.Reach("read the failures of a response");
            if (SetPartialFailures(span, response))
                span.SetTag(AttributeName.ErrorType, "PartialFailure");
            foreach (var (path, description) in _failures)
                SetFailure(span, path.Read(response), description);
        }
        catch (Exception e)
        {
            OwnFailures.Record("read the failures of a response", e);
        }
    }

    /// <summary>Tells which entries failed. The call did not, so the span's status is not touched.</summary>
    /// <returns>Whether any did.</returns>
    public bool SetPartialFailures(Activity span, object response)
    {
        var any = false;
        foreach (var (path, hasCodes) in _partialFailures)
        {
            if (path.Read(response) is not List<object> { Count: > 0 } entries)
                continue;
            any = true;
            span.SetTag(AttributeName.BatchFailedCount, entries.Count);
            if (hasCodes && Value.TextList(entries) is { } codes)
                span.SetTag(AttributeName.BatchErrorCodes, codes);
        }

        return any;
    }

    private static void SetFailure(Activity span, object? value, string description)
    {
        if (value is null || Value.Text(value) is not string type)
            return;
        span.SetStatus(ActivityStatusCode.Error, $"{description}: {type}");
        span.SetTag(AttributeName.ErrorType, type);
    }
}
