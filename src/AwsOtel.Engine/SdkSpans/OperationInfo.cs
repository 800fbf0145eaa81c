using System.Diagnostics;
using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>An operation: its span's name, the attributes that are always the same, and its rows bound to the types of this process.</summary>
internal sealed class OperationInfo
{
    private const string RequestSuffix = "Request";

    private readonly AttributeRow[] _responseRows;
    private BoundRows? _response;

    private OperationInfo(Type requestType, ServiceTable table, string service, string operation)
    {
        SpanName = service + "." + operation;
        var rows = table.Rows.Where(row => row.AppliesTo(operation)).ToLookup(static row => row.Side);
        Request = BoundRows.Bind(requestType, rows[Side.Request]);
        Sent = BoundRows.Bind(typeof(object), rows[Side.Sent]);
        _responseRows = rows[Side.Response].ToArray();
        Fixed =
        [
            new(AttributeName.RpcSystem, "aws-api"),
            new(AttributeName.RpcService, service),
            new(AttributeName.RpcMethod, operation),
            .. table.Fixed.Select(static pair => new KeyValuePair<string, object?>(pair.Key, pair.Value)),
            .. table.OperationName.Select(name => new KeyValuePair<string, object?>(name, operation)),
        ];
    }

    /// <summary><c>Service.Operation</c>.</summary>
    public string SpanName { get; }

    public KeyValuePair<string, object?>[] Fixed { get; }

    public BoundRows Request { get; }

    public BoundRows Sent { get; }

    public static OperationInfo Create(Type requestType, string serviceId)
    {
        var table = ServiceTables.For(serviceId);
        var name = requestType.Name;
        if (name.EndsWith(RequestSuffix, StringComparison.Ordinal))
            name = name[..^RequestSuffix.Length];
        return new OperationInfo(requestType, table, serviceId, table.ApiNames.GetValueOrDefault(name, name));
    }

    /// <summary>The response rows; an operation has one response type, so they are bound once.</summary>
    public BoundRows Response(Type responseType)
    {
        var known = _response;
        return known?.Type == responseType ? known : _response = BoundRows.Bind(responseType, _responseRows);
    }

    public void SetFixed(Activity span)
    {
        foreach (var (key, value) in Fixed)
            span.AddTag(key, value);
    }
}
