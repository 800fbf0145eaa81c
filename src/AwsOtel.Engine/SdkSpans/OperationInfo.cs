using System.Diagnostics;
using Amazon.Runtime.Internal;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>An operation: its span's name and kind, the attributes that are always the same, and its rows bound to the types of this process.</summary>
internal sealed class OperationInfo
{
    private const string RequestSuffix = "Request";

    private readonly ServiceTable _table;
    private readonly string _name;
    private readonly HashSet<string> _shared;
    private readonly KeyValuePair<string, object>[] _fixed;
    private OperationInfo? _ofObject;
    private OperationResponse? _response;

    private OperationInfo(Type requestType, ServiceTable table, string service, string name)
    {
        _table = table;
        _name = name;
        SpanName = service + "." + name;
        IsTraced = OperationFilter.Current.Allows(SpanName);
        Kind = Operations.Has(table.Producers, name) ? ActivityKind.Producer : ActivityKind.Client;
        _fixed =
        [
            .. RpcAttributes.Of(service, name, ConventionOptions.Current.Rpc),
            .. table.Fixed.Where(row => Operations.Has(row.Operations, name)).Select(static row => new KeyValuePair<string, object>(row.Attribute, row.Value)),
            .. table.OperationName.Select(attribute => new KeyValuePair<string, object>(attribute, name)),
        ];
        _shared = FindShared();
        Request = BoundRows.Bind(requestType, RowsOf(Side.Request), _shared);
        Sent = BoundRows.Bind(typeof(IRequest), RowsOf(Side.Sent), _shared);
        Received = RowsOf(Side.Received).ToArray();
        Messages = MessageOperation.Bind(requestType, table, name);
        Body = table.Bodies.FirstOrDefault(row => Operations.Has(row.Operations, name));
    }

    /// <summary><c>Service.Operation</c>.</summary>
    public string SpanName { get; }

    public ActivityKind Kind { get; }

    /// <summary>Whether the user wants spans of it.</summary>
    public bool IsTraced { get; }

    public BoundRows Request { get; }

    public BoundRows Sent { get; }

    public AttributeRow[] Received { get; }

    /// <summary>What it does with messages; null for nearly all.</summary>
    public MessageOperation? Messages { get; }

    /// <summary>The body that is read after the call; null for most.</summary>
    public BodyRow? Body { get; }

    /// <param name="serviceId">Null where a client that is not AWS's own does not tell it.</param>
    public static OperationInfo Create(Type requestType, string? serviceId)
    {
        var table = ServiceTables.For(serviceId);
        serviceId ??= requestType.Namespace?.Split('.') is ["Amazon", var service, ..] ? service : "AWS";
        var name = requestType.Name;
        if (name.EndsWith(RequestSuffix, StringComparison.Ordinal))
            name = name[..^RequestSuffix.Length];
        if (!table.ApiNamesByKey.TryGetValue(name, out var two))
            return new OperationInfo(requestType, table, serviceId, table.ApiNames.GetValueOrDefault(name, name));
        return new OperationInfo(requestType, table, serviceId, two.OfBucket) { _ofObject = new OperationInfo(requestType, table, serviceId, two.OfObject) };
    }

    /// <summary>The operation that a request is: for a few SDK types, that depends on whether it names an object.</summary>
    public OperationInfo Of(object request) =>
        _ofObject is not null && MemberReader.Read(request, "Key") is string { Length: > 0 } ? _ofObject : this;

    /// <summary>What is read of the response; an operation has one response type, so it is bound once.</summary>
    public OperationResponse Response(Type type)
    {
        var known = _response;
        return known?.Type == type ? known : _response = OperationResponse.Bind(type, _table, _name, RowsOf(Side.Response), _shared);
    }

    public void SetFixed(SpanAttributes attributes)
    {
        foreach (var (name, value) in _fixed)
            attributes.Set(name, value);
    }

    /// <summary>The attributes that have a row beside another one, or beside a fixed value.</summary>
    private HashSet<string> FindShared()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, _) in _fixed)
            seen.Add(name);
        var shared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in _table.Rows)
        {
            if (Operations.Has(row.Operations, _name) && !seen.Add(row.Attribute))
                shared.Add(row.Attribute);
        }

        return shared;
    }

    private IEnumerable<AttributeRow> RowsOf(Side side) => _table.Rows.Where(row => row.Side == side && Operations.Has(row.Operations, _name));
}
