using System.Text;

namespace AwsOtel.Tests.Fuzz;

/// <summary>Makes inputs of a parser's good ones. The same seed makes the same input, on every machine.</summary>
internal static class Mutator
{
    private const int MostChanges = 6;
    private const int LongestRun = 5_000;

    /// <summary>What parsers trip over: delimiters of the formats, ends of ranges, characters that are several or none, half a pair.</summary>
    private static readonly string[] Pieces =
    [
        "", " ", "\t", "\0", "\r\n", "-", "--", "=", "==", ",", ",,", ";", ":", "::", "/", "%", "%0", "%zz", "%00", "%3D", "&", "\"", "'", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", "{}", "[]",
        "null", "true", "NaN", "Infinity", "-1", "0", "1e999", "-0", "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616", "99999999999999999999999999",
        "ff", "FF", "00", "01", "xyz", "é", "İ", "ı", "ß", "🦊", "\u202e", "\ufeff", "\ud800", "\udc00", "\u0600", "٣", "00000000000000000000000000000000", "0000000000000000",
        "://", "@", "?", "#", "[::1]", "http://", "urn:", "..", "../", "*", "$(x)", "`n", "${jndi:x}", "<!--", "]]>", "1-", "Root=", "Parent=", "Sampled=", "Self=", "traceparent", "tracestate", "baggage",
    ];

    public static string Make(int seed, IReadOnlyList<string> corpus)
    {
        // By hand: System.Random may make another sequence in another version of .NET.
        var random = new Sequence(seed);
        var text = new StringBuilder(corpus[random.Next(corpus.Count)]);
        for (var changes = random.Next(MostChanges + 1); changes > 0; changes--)
            Change(text, random, corpus);
        return text.ToString();
    }

    private static void Change(StringBuilder text, Sequence random, IReadOnlyList<string> corpus)
    {
        var at = random.Next(text.Length + 1);
        var length = random.Next(Math.Min(text.Length - at, 40) + 1);
        switch (random.Next(10))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1:
                text.Length = at;
                break;
            case 2:
                text.Insert(at, text.ToString(at, length));
                break;
            case 3:
                text.Insert(at, corpus[random.Next(corpus.Count)]);
                break;
            case 4:
                text.Insert(at, Pieces[random.Next(Pieces.Length)], random.Next(50) == 0 ? random.Next(LongestRun) : 1);
                break;
            case 5 when at < text.Length:
                text[at] = (char)random.Next(char.MaxValue + 1);
                break;
            case 6 when at < text.Length:
                text[at] = (char)random.Next(128);
                break;
            case 7 when at < text.Length:
                text[at] = char.IsUpper(text[at]) ? char.ToLowerInvariant(text[at]) : char.ToUpperInvariant(text[at]);
                break;
            default:
                text.Remove(at, length).Insert(at, Pieces[random.Next(Pieces.Length)]);
                break;
        }
    }

    /// <summary>SplitMix64, of <see href="https://prng.di.unimi.it/splitmix64.c"/>.</summary>
    private sealed class Sequence(int seed)
    {
        private ulong _state = (ulong)seed;

        public int Next(int end)
        {
            var mixed = _state += 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (int)((mixed ^ (mixed >> 31)) % (ulong)end);
        }
    }
}
