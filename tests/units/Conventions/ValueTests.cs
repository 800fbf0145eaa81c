using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using AwsOtel.Engine.Conventions;
using Xunit;

namespace AwsOtel.Tests.Conventions;

/// <summary>Member values to attribute values, one row a case.</summary>
public sealed class ValueTests
{
    public static TheoryData<string, object, object?> Rows => new()
    {
        { nameof(Value.Text), "a", "a" },
        { nameof(Value.Text), "", null },
        { nameof(Value.Text), Select.COUNT, "COUNT" },
        { nameof(Value.Whole), 0, 0L },
        { nameof(Value.Whole), 5_000_000_000L, 5_000_000_000L },
        { nameof(Value.Number), 5L, 5.0 },
        { nameof(Value.Number), 0.5, 0.5 },
        { nameof(Value.Flag), true, true },
        { nameof(Value.Flag), false, false },
        { nameof(Value.TextList), "a", new[] { "a" } },
        { nameof(Value.TextList), "", null },
        { nameof(Value.TextList), new List<string> { "b", "a", "", "b" }, new[] { "b", "a" } },
        { nameof(Value.TextList), new List<string>(), null },
        { nameof(Value.TextList), 5, null },
        { nameof(Value.OnlyOne), "a", "a" },
        { nameof(Value.OnlyOne), new List<object> { "a", "a" }, "a" },
        { nameof(Value.OnlyOne), new List<object> { "a", "b" }, null },
        { nameof(Value.OnlyOne), new List<object>(), null },
        { nameof(Value.Keys), new Dictionary<string, int> { ["x"] = 1, ["y"] = 2 }, new[] { "x", "y" } },
        { nameof(Value.Keys), new Dictionary<string, int>(), null },
        { nameof(Value.OnlyKey), new Dictionary<string, int> { ["x"] = 1 }, "x" },
        { nameof(Value.OnlyKey), new Dictionary<string, int> { ["x"] = 1, ["y"] = 2 }, null },
        { nameof(Value.Count), new List<string>(), 0L },
        { nameof(Value.Count), new List<string> { "a", "a" }, 2L },
        { nameof(Value.Sum), 0.5, 0.5 },
        { nameof(Value.Sum), new List<object> { 0.5, 1.0, 0.0 }, 1.5 },
        { nameof(Value.Sum), new List<object>(), null },
        { nameof(Value.Path), new List<object> { "bucket", "a/b" }, "bucket/a/b" },
        { nameof(Value.Path), new List<object> { "same", "same" }, "same/same" },
        { nameof(Value.JsonList), new List<KeySchemaElement> { new("a", KeyType.HASH), new("b", KeyType.RANGE) }, new[] { """{"AttributeName":"a","KeyType":"HASH"}""", """{"AttributeName":"b","KeyType":"RANGE"}""" } },
        { nameof(Value.JsonList), new KeySchemaElement("a", KeyType.HASH), new[] { """{"AttributeName":"a","KeyType":"HASH"}""" } },
        { nameof(Value.JsonList), new List<KeySchemaElement>(), null },
        { nameof(Value.JsonList), new List<KeySchemaElement> { new() }, null },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Value_becomes(string conversion, object value, object? expected)
    {
        var convert = typeof(Value).GetMethod(conversion)!.CreateDelegate<Func<object, object?>>();
        var converted = convert(value);

        Assert.Equal(expected, converted);
        Assert.Equal(expected?.GetType(), converted?.GetType());
    }
}
