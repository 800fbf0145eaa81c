using System.Buffers.Binary;
using System.Text;

namespace AwsOtel.Tests.Support;

/// <summary>One value of one instrument, with the attributes that it was recorded with.</summary>
/// <param name="Count">Of a histogram, how many measurements; of a counter, 0.</param>
/// <param name="Bounds">Of a histogram; empty for a counter.</param>
internal sealed record MetricValue(
    string Scope, string Name, string Unit, IReadOnlyDictionary<string, object> Tags, double Sum, long Count, double[] Bounds, bool IsMonotonic)
{
    public override string ToString() => $"{Scope} {Name} {{{Attributes.Render(Tags).Replace('\n', ' ')}}} sum {Sum} count {Count}";
}

/// <summary>
/// Reads an OTLP request of metrics as a receiver does. See
/// <see href="https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/metrics/v1/metrics.proto"/> for the numbers of
/// the fields.
/// </summary>
internal static class OtlpMetrics
{
    public static List<MetricValue> Read(byte[] request)
    {
        var values = new List<MetricValue>();
        foreach (var resource in Fields(request, 1))
        {
            foreach (var scope in Fields(resource, 2))
            {
                var name = Text(Fields(Fields(scope, 1).Single(), 1).Single());
                foreach (var metric in Fields(scope, 2))
                    ReadMetric(name, metric, values);
            }
        }

        return values;
    }

    private static void ReadMetric(string scope, byte[] metric, List<MetricValue> values)
    {
        var name = Text(Fields(metric, 1).Single());
        var unit = Text(Fields(metric, 3).SingleOrDefault() ?? []);
        foreach (var sum in Fields(metric, 7))
        {
            foreach (var point in Fields(sum, 1))
            {
                var value = Fields(point, 6).Select(Fixed).Sum() + Fields(point, 4).Select(Double).Sum();
                values.Add(new(scope, name, unit, Tags(Fields(point, 7)), value, 0, [], Fields(sum, 3).Any()));
            }
        }

        foreach (var histogram in Fields(metric, 9))
        {
            foreach (var point in Fields(histogram, 1))
            {
                var bounds = Fields(point, 7).SelectMany(static packed => packed.Chunk(8)).Select(Double).ToArray();
                values.Add(new(scope, name, unit, Tags(Fields(point, 9)), Double(Fields(point, 5).Single()), Fixed(Fields(point, 4).Single()), bounds, false));
            }
        }
    }

    private static Dictionary<string, object> Tags(IEnumerable<byte[]> pairs) =>
        pairs.ToDictionary(static pair => Text(Fields(pair, 1).Single()), static pair => Any(Fields(pair, 2).Single()));

    private static object Any(byte[] value)
    {
        if (Fields(value, 1).SingleOrDefault() is { } text)
            return Text(text);
        if (Fields(value, 3).SingleOrDefault() is { } whole)
            return Fixed(whole);
        if (Fields(value, 4).SingleOrDefault() is { } number)
            return Double(number);
        // An attribute may also have no value.
        return Fields(value, 2).SingleOrDefault() is { } flag ? Fixed(flag) != 0 : "";
    }

    /// <summary>The contents of a field of a message, as often as it is there; numbers in eight bytes.</summary>
    private static List<byte[]> Fields(byte[] message, int wanted)
    {
        var found = new List<byte[]>();
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            byte[] content;
            switch (key & 7)
            {
                case 0:
                    content = new byte[8];
                    BinaryPrimitives.WriteInt64LittleEndian(content, Varint(message, ref at));
                    break;
                case 1:
                    content = message[at..(at += 8)];
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    content = message[at..(at += length)];
                    break;
                default:
                    content = message[at..(at += 4)];
                    break;
            }

            if (key >> 3 == wanted)
                found.Add(content);
        }

        return found;
    }

    private static long Varint(byte[] message, ref int at)
    {
        long value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (long)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }

    private static string Text(byte[] content) => Encoding.UTF8.GetString(content);

    private static long Fixed(byte[] content) => BinaryPrimitives.ReadInt64LittleEndian(content);

    private static double Double(byte[] content) => BinaryPrimitives.ReadDoubleLittleEndian(content);
}
