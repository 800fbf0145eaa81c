using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.Propagation;

/// <summary>The places of one message in which its context can go: of a request, or of an entry of a batch.</summary>
internal sealed class MessageCarriers
{
    private readonly Carrier[] _carriers;

    private MessageCarriers(Carrier[] carriers) => _carriers = carriers;

    public static MessageCarriers? Bind(Type owner, IReadOnlyList<CarrierRow> rows)
    {
        var carriers = rows.Select(row => Carrier.Bind(owner, row)).OfType<Carrier>().ToArray();
        return carriers.Length == 0 ? null : new MessageCarriers(carriers);
    }

    /// <summary>
    /// Whether any carrier of a message takes the context. A message that has one of the caller's gets no second one, in no form: a receiver
    /// could not tell which one is meant.
    /// </summary>
    /// <param name="isFull">Whether what counts against the size of messages must stay as it is.</param>
    /// <param name="unsent">Told of a carrier that would have taken it, had there been room.</param>
    public bool Accepts(object message, OutgoingContext context, ISet<string> names, bool isFull, Unsent unsent)
    {
        var accepts = false;
        var hindrance = CarrierState.Free;
        foreach (var carrier in _carriers)
        {
            var state = Check(carrier, message, context, names, isFull);
            if (state == CarrierState.Taken)
                return false;
            if (state == CarrierState.Free)
                accepts = true;
            else
                hindrance = state;
        }

        unsent.Count(hindrance);
        return accepts;
    }

    /// <summary>Makes a copy of the caller's message with the context in every carrier that takes it.</summary>
    public object Put(object message, OutgoingContext context, ISet<string> names, bool isFull)
    {
        var copy = ShallowCopy.Of(message);
        foreach (var carrier in _carriers)
        {
            if (Check(carrier, message, context, names, isFull) == CarrierState.Free)
                carrier.Put(copy, context);
        }

        return copy;
    }

    /// <summary>The bytes of a message that count against the size that the service takes.</summary>
    public long Size(object message, bool exactly)
    {
        var size = 0L;
        foreach (var carrier in _carriers)
            size += carrier.Size(message, exactly);
        return size;
    }

    private static CarrierState Check(Carrier carrier, object message, OutgoingContext context, ISet<string> names, bool isFull)
    {
        var state = carrier.Check(message, context, names);
        return state == CarrierState.Free && isFull && carrier.IsSized ? CarrierState.TooLarge : state;
    }
}
