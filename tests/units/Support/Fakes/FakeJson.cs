using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace AwsOtel.Tests.Support.Fakes;

/// <summary>Model objects to JSON and back, under the names of their properties.</summary>
internal static class FakeJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        PropertyNameCaseInsensitive = true,
        Converters = { new ConstantConverter(), new BytesConverter() },
    };

    public static string Render(object model) => JsonSerializer.Serialize(model, model.GetType(), Options);

    public static TResponse Parse<TResponse>(string body, IWebResponseData http)
        where TResponse : AmazonWebServiceResponse, new()
    {
        var properties = typeof(TResponse).GetProperties();
        var payload = Array.Find(properties, static property => property.GetCustomAttribute<FromBodyAttribute>() is not null);
        var response = payload is null && body.Length > 0 ? JsonSerializer.Deserialize<TResponse>(body, Options)! : new TResponse();
        payload?.SetValue(response, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body)));
        foreach (var property in properties)
        {
            if (property.IsDefined(typeof(FromStatusAttribute)))
                property.SetValue(response, (int)http.StatusCode);
            if (property.GetCustomAttribute<FromHeaderAttribute>() is { } header && http.GetHeaderValue(header.Name) is { Length: > 0 } value)
                property.SetValue(response, Convert.ChangeType(value, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, CultureInfo.InvariantCulture));
        }

        return response;
    }

    /// <summary>The SDK's kind of enumeration is a class whose instances are strings.</summary>
    private sealed class ConstantConverter : JsonConverter<ConstantClass>
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsSubclassOf(typeof(ConstantClass));

        public override ConstantClass? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (ConstantClass?)Activator.CreateInstance(typeToConvert, reader.GetString());

        public override void Write(Utf8JsonWriter writer, ConstantClass value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }

    private sealed class BytesConverter : JsonConverter<MemoryStream>
    {
        public override MemoryStream Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetBytesFromBase64());

        public override void Write(Utf8JsonWriter writer, MemoryStream value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.ToArray());
    }
}
