using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.Propagation;

/// <summary>What an operation does with messages, bound to its request type: where contexts go in, and where they come from.</summary>
internal sealed class MessageOperation
{
    private MessageOperation(MessageCarriers? request, BatchEntries? batch, ReceivedNames? received)
    {
        Request = request;
        Batch = batch;
        Received = received;
    }

    /// <summary>The carriers of the request itself.</summary>
    public MessageCarriers? Request { get; }

    /// <summary>The entries of its batch, with their carriers.</summary>
    public BatchEntries? Batch { get; }

    /// <summary>What a receive must ask for.</summary>
    public ReceivedNames? Received { get; }

    /// <returns>Null for an operation that neither sends nor receives messages: nearly all.</returns>
    public static MessageOperation? Bind(Type request, ServiceTable table, string operation)
    {
        if (!table.HasMessages)
            return null;
        var carriers = table.Carriers.Where(row => Operations.Has(row.Operations, operation)).ToArray();
        var batch = table.Batches.FirstOrDefault(row => Operations.Has(row.Operations, operation));
        var receive = table.Receives.FirstOrDefault(row => Operations.Has(row.Operations, operation));
        var bound = new MessageOperation(
            batch is null ? MessageCarriers.Bind(request, carriers) : null,
            batch is null ? null : BatchEntries.Bind(request, batch, carriers),
            receive is null ? null : ReceivedNames.Bind(request, receive));
        return bound is { Request: null, Batch: null, Received: null } ? null : bound;
    }
}
