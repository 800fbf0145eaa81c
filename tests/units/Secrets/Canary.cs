using System.Globalization;
using System.Text;

namespace AwsOtel.Tests.Secrets;

/// <summary>Secrets that are like no other text, and the search for what is left of one, in whatever form.</summary>
internal static class Canary
{
    private const string Mark = "q7zk3v";
    private const int Digits = 6;

    private static int _made;

    /// <summary>A new secret. What surrounds its core is what parsers split secrets at: a part of one that leaks has the core in it.</summary>
    public static string Make() => string.Create(CultureInfo.InvariantCulture, $"aB+/{Mark}{Interlocked.Increment(ref _made):D6}=/+Yz");

    /// <summary>The places at which bytes have a secret's core: plain, in UTF-16, in base64 or in hexadecimal.</summary>
    public static IEnumerable<string> FindIn(byte[] bytes)
    {
        // One byte is one character: every offset of every encoding is looked at.
        var text = Encoding.Latin1.GetString(bytes);
        foreach (var (form, needle) in Forms)
        {
            for (var at = text.IndexOf(needle, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(needle, at + 1, StringComparison.OrdinalIgnoreCase))
                yield return $"{form}: …{text[Math.Max(0, at - 80)..Math.Min(text.Length, at + needle.Length + Digits + 40)]}";
        }
    }

    private static IEnumerable<(string Form, string Needle)> Forms
    {
        get
        {
            yield return ("plain", Mark);
            yield return ("UTF-16", string.Concat(Mark.Select(static letter => letter + "\0"))[..^1]);
            yield return ("hexadecimal", Convert.ToHexString(Encoding.ASCII.GetBytes(Mark)));
            // In base64 three bytes are four letters: the mark begins at any of the three, and the letters that its neighbours share are left out.
            for (var before = 0; before < 3; before++)
            {
                var whole = Convert.ToBase64String(Encoding.ASCII.GetBytes(new string('x', before) + Mark));
                var first = before == 0 ? 0 : before + 1;
                var length = (before + Mark.Length) * 8 / 6 - first;
                yield return ("base64", whole.Substring(first, length));
            }
        }
    }
}
