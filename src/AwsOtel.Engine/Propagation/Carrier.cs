using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.Propagation;

/// <summary>A <see cref="CarrierRow"/> bound to the type that has its member.</summary>
internal abstract class Carrier
{
    /// <returns>Null where the type has no such member, or one of another type.</returns>
    public static Carrier? Bind(Type owner, CarrierRow row)
    {
        if (MemberReader.For(owner, row.Member) is not { } read || MemberWriter.For(owner, row.Member) is not { } write)
            return null;
        var type = owner.GetProperty(row.Member)!.PropertyType;
        return row.Form switch
        {
            CarrierForm.TraceHeader => type == typeof(string) ? new TextCarrier(read, write) : null,
            CarrierForm.ClientContext => type == typeof(string) ? new ClientContextCarrier(read, write, row.Invocation) : null,
            _ => TypedCollection.For(type) is { } map ? AttributesCarrier.Bind(row, map, read, write) : null,
        };
    }

    /// <summary>What a request or an entry says of a context; it is only read.</summary>
    /// <param name="names">The propagator's fields, those without a value as well.</param>
    public abstract CarrierState Check(object owner, OutgoingContext context, ISet<string> names);

    /// <summary>Puts a context into a copy of what was checked.</summary>
    public abstract void Put(object copy, OutgoingContext context);

    /// <summary>Whether what is put in counts against the size of the message.</summary>
    public virtual bool IsSized => false;

    /// <summary>The bytes of the message that count, where <see cref="IsSized"/>.</summary>
    /// <param name="exactly">Whether to count, or to say how many they can be at most.</param>
    public virtual long Size(object owner, bool exactly) => 0;
}
