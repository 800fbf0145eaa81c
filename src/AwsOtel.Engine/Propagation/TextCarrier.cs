namespace AwsOtel.Engine.Propagation;

/// <summary>A member that is X-Ray's header: of an event, of an execution.</summary>
internal sealed class TextCarrier(Func<object, object?> read, Action<object, object?> write) : Carrier
{
    public override CarrierState Check(object owner, OutgoingContext context, ISet<string> names) =>
        read(owner) is string { Length: > 0 } ? CarrierState.Taken : CarrierState.Free;

    public override void Put(object copy, OutgoingContext context) => write(copy, context.XRay);
}
