using System.Diagnostics;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Redaction;

namespace AwsOtel.Engine.Metrics;

/// <summary>The attributes of an operation's span that the metrics want, read in one walk.</summary>
internal ref struct OperationTags
{
    private string _method;
    private object? _errorType;
    private object? _serverAddress;
    private object? _serverPort;
    private object? _databaseOperation;
    private object? _collection;
    private object? _messagingSystem;
    private object? _messagingType;
    private object? _destination;
    private long? _batchCount;

    public object? DatabaseSystem { get; private set; }

    public string? MessagingOperation { get; private set; }

    /// <summary>Messages that were attempted to be sent, as the convention counts them: error.type tells what became of them.</summary>
    public readonly long MessagesSent => _batchCount ?? 1;

    /// <summary>Messages that arrived: of a call that failed, none.</summary>
    public readonly long MessagesReceived => _errorType is null ? _batchCount ?? 0 : 0;

    public static OperationTags Read(Activity operation)
    {
        // Service.Operation, whatever rpc.* names the session wants.
        var tags = new OperationTags { _method = operation.DisplayName.Replace('.', '/') };
        foreach (ref readonly var tag in operation.EnumerateTagObjects())
            tags.Take(tag.Key, tag.Value);
        return tags;
    }

    public readonly TagList Rpc()
    {
        var list = default(TagList);
        Add(ref list, AttributeName.RpcSystemName, "aws-api");
        Add(ref list, AttributeName.RpcMethod, _method);
        AddCommon(ref list);
        return list;
    }

    public readonly TagList Database()
    {
        var list = default(TagList);
        Add(ref list, "db.system.name", DatabaseSystem);
        Add(ref list, "db.operation.name", _databaseOperation);
        Add(ref list, "db.collection.name", _collection);
        AddCommon(ref list);
        return list;
    }

    public readonly TagList Messaging()
    {
        var list = Messages();
        Add(ref list, "messaging.operation.type", _messagingType);
        return list;
    }

    /// <summary>Of the counters: what they count is of one type.</summary>
    public readonly TagList Messages()
    {
        var list = default(TagList);
        Add(ref list, "messaging.system", _messagingSystem);
        Add(ref list, "messaging.operation.name", MessagingOperation);
        Add(ref list, "messaging.destination.name", _destination);
        AddCommon(ref list);
        return list;
    }

    public readonly TagList Retry(string? reason)
    {
        var list = default(TagList);
        Add(ref list, AttributeName.RpcSystemName, "aws-api");
        Add(ref list, AttributeName.RpcMethod, _method);
        Add(ref list, AttributeName.RetryReason, reason);
        return list;
    }

    private static void Add(ref TagList list, string name, object? value)
    {
        if (value is not null)
            list.Add(name, RedactionRules.Redact(name, value));
    }

    private readonly void AddCommon(ref TagList list)
    {
        Add(ref list, AttributeName.ErrorType, _errorType);
        Add(ref list, AttributeName.ServerAddress, _serverAddress);
        Add(ref list, AttributeName.ServerPort, _serverPort);
    }

    private void Take(string name, object? value)
    {
        switch (name)
        {
            case AttributeName.ErrorType:
                _errorType = value;
                break;
            case AttributeName.ServerAddress:
                _serverAddress = value;
                break;
            case AttributeName.ServerPort:
                _serverPort = value;
                break;
            case "db.system.name":
                DatabaseSystem = value;
                break;
            case "db.operation.name":
                _databaseOperation = value;
                break;
            case "db.collection.name":
                _collection = value;
                break;
            case "messaging.system":
                _messagingSystem = value;
                break;
            case "messaging.operation.name":
                MessagingOperation = value as string;
                break;
            case "messaging.operation.type":
                _messagingType = value;
                break;
            case "messaging.destination.name":
                _destination = value;
                break;
            case "messaging.batch.message_count":
                _batchCount = value as long?;
                break;
        }
    }
}
