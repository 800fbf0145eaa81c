namespace AwsOtel.Engine.Conventions;

/// <summary>In which form a member carries a context.</summary>
internal enum CarrierForm
{
    /// <summary>A map of message attributes: each of the propagator's fields is one.</summary>
    MessageAttributes,

    /// <summary>A map of system attributes: <c>AWSTraceHeader</c>, in X-Ray's form.</summary>
    SystemAttributes,

    /// <summary>A text in X-Ray's form.</summary>
    TraceHeader,

    /// <summary>Base64 of a JSON document: the propagator's fields stand under <c>custom</c>.</summary>
    ClientContext,
}

/// <summary>A member of a request, or of the entries of its batch, that takes the context of its producer to the consumer.</summary>
/// <param name="Operations">What the row is for.</param>
/// <param name="Member">By its .NET name.</param>
internal sealed record CarrierRow(string Operations, CarrierForm Form, string Member)
{
    /// <summary>The member with the message's text, where the text and the attributes together may only be so large.</summary>
    public string? Body { get; init; }

    /// <summary>Only where this member is not set: what is sent there nobody reads again.</summary>
    public string? Unless { get; init; }

    /// <summary>Only where this member is not set, or is <c>RequestResponse</c>.</summary>
    public string? Invocation { get; init; }
}

/// <summary>A batch: each of its entries has carriers of its own.</summary>
/// <param name="Entries">The request's list.</param>
/// <param name="Id">What an entry and its result have in common; null where results come in the order of the entries.</param>
/// <param name="Results">The response's lists, separated by <c>|</c>.</param>
/// <param name="MessageId">Of a result.</param>
/// <param name="Code">Of a result that failed.</param>
internal sealed record BatchRow(string Operations, string Entries, string? Id, string Results, string MessageId, string Code);

/// <summary>An operation that receives messages.</summary>
/// <param name="Names">The request's list of the message attributes that are wanted.</param>
/// <param name="SystemNames">The request's lists of the system attributes that are wanted; the first is the one to use where none is.</param>
internal sealed record ReceiveRow(string Operations, string Names, string SystemNames);
