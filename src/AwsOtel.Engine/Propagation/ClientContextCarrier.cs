using System.Buffers;
using System.Text.Json;
using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.Propagation;

/// <summary>
/// Lambda's client context: base64 of a JSON document, whose <c>custom</c> the function is handed. What the caller has there stays as it
/// stands, byte for byte: the fields are put in at the beginning of <c>custom</c>.
/// See <see href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_RequestSyntax"/>.
/// </summary>
internal sealed class ClientContextCarrier(Func<object, object?> read, Action<object, object?> write, string? invocation) : Carrier
{
    /// <summary>Characters of base64.</summary>
    private const int Longest = 3583;

    private const string Custom = "custom";
    private const string Synchronous = "RequestResponse";

    public override CarrierState Check(object owner, OutgoingContext context, ISet<string> names)
    {
        // Only who waits for the answer hands the function a client context.
        if (invocation is not null && MemberReader.Read(owner, invocation)?.ToString() is { Length: > 0 } type && type != Synchronous)
            return CarrierState.Closed;
        var own = read(owner) as string;
        if (string.IsNullOrEmpty(own))
            return Fits(Compose(context, [], default));
        if (own.Length > Longest)
            return CarrierState.TooLarge;
        var bytes = new byte[own.Length];
        if (!Convert.TryFromBase64String(own, bytes, out var length) || !TryFind(bytes.AsSpan(0, length), names, out var place))
            return CarrierState.Unreadable;
        return place.IsTaken ? CarrierState.Taken : Fits(Compose(context, bytes.AsSpan(0, length), place));
    }

    public override void Put(object copy, OutgoingContext context)
    {
        if (read(copy) is not string { Length: > 0 } own)
        {
            write(copy, Convert.ToBase64String(Compose(context, [], default)));
            return;
        }

        var bytes = Convert.FromBase64String(own);
        if (TryFind(bytes, null, out var place))
            write(copy, Convert.ToBase64String(Compose(context, bytes, place)));
    }

    private static CarrierState Fits(byte[] document) => (document.Length + 2) / 3 * 4 <= Longest ? CarrierState.Free : CarrierState.TooLarge;

    /// <summary>The caller's document with the fields in it.</summary>
    private static byte[] Compose(OutgoingContext context, ReadOnlySpan<byte> own, Place place)
    {
        var fields = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(fields))
        {
            json.WriteStartObject();
            foreach (var (name, value) in context.Fields)
                json.WriteString(name, value);
            json.WriteEndObject();
        }

        // Without the braces: the fields become members of what is there.
        var members = fields.WrittenSpan[1..^1];
        if (own.IsEmpty)
            return [.. "{\"custom\":{"u8, .. members, .. "}}"u8];
        ReadOnlySpan<byte> comma = place.HasMembers ? ","u8 : default;
        return place.HasCustom
            ? [.. own[..place.Offset], .. members, .. comma, .. own[place.Offset..]]
            : [.. own[..place.Offset], .. "\"custom\":{"u8, .. members, .. "}"u8, .. comma, .. own[place.Offset..]];
    }

    /// <summary>Finds where the fields go; false where the document is none, or has more than one <c>custom</c>, or one of another kind.</summary>
    private static bool TryFind(ReadOnlySpan<byte> document, ISet<string>? names, out Place place)
    {
        place = default;
        try
        {
            var json = new Utf8JsonReader(document);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return false;
            var start = (int)json.BytesConsumed;
            var members = 0;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                members++;
                var isCustom = json.ValueTextEquals(Custom);
                json.Read();
                if (!isCustom)
                    json.Skip();
                else if (place.HasCustom || json.TokenType != JsonTokenType.StartObject)
                    return false;
                else
                    place = ReadCustom(ref json, names);
            }

            if (!place.HasCustom)
                place = new Place(start, HasMembers: members > 0);
            // What follows the document would make it none.
            return !json.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static Place ReadCustom(ref Utf8JsonReader json, ISet<string>? names)
    {
        var offset = (int)json.BytesConsumed;
        var members = 0;
        var taken = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            members++;
            taken |= names is not null && names.Contains(json.GetString()!);
            json.Read();
            json.Skip();
        }

        return new Place(offset, HasMembers: members > 0) { HasCustom = true, IsTaken = taken };
    }

    /// <param name="Offset">Directly after the brace that opens <c>custom</c>, or the document where it has none.</param>
    private readonly record struct Place(int Offset, bool HasMembers)
    {
        public bool HasCustom { get; init; }

        public bool IsTaken { get; init; }
    }
}
