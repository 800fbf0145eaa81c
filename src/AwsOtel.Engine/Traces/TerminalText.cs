using System.Buffers;
using System.Globalization;
using System.Text;

namespace AwsOtel.Engine.Traces;

/// <summary>Text as a terminal shows it: how many columns it takes, and nothing in it that a terminal obeys.</summary>
internal static class TerminalText
{
    /// <summary>Control characters, ends of lines, and what turns the direction of the text around it.</summary>
    private static readonly SearchValues<char> Obeyed = SearchValues.Create(
        [.. Enumerable.Range(0, 0xa0).Select(static code => (char)code).Where(char.IsControl), '\u2028', '\u2029', .. "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]);

    /// <summary>Without what a terminal obeys: a key may hold it.</summary>
    public static string Printable(string text) =>
        text.AsSpan().ContainsAny(Obeyed)
            ? string.Create(text.Length, text, static (printable, source) =>
            {
                for (var i = 0; i < source.Length; i++)
                    printable[i] = Obeyed.Contains(source[i]) ? '\ufffd' : source[i];
            })
            : text;

    public static int Columns(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u02ff'))
            return text.Length;
        var columns = 0;
        foreach (var rune in text.EnumerateRunes())
            columns += Columns(rune);
        return columns;
    }

    /// <summary>Filled up with blanks, or cut with an ellipsis, to so many columns.</summary>
    public static string Fit(string text, int columns)
    {
        var width = Columns(text);
        if (width <= columns)
            return text + new string(' ', columns - width);
        var cut = new StringBuilder(columns);
        var room = columns - 1;
        foreach (var rune in text.EnumerateRunes())
        {
            room -= Columns(rune);
            if (room < 0)
                break;
            cut.Append(rune);
        }

        cut.Append('…');
        return cut.Append(' ', columns - Columns(cut.ToString())).ToString();
    }

    /// <summary>By the blocks of <see href="https://www.unicode.org/reports/tr11/"/> that are wide in every font.</summary>
    private static int Columns(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0x303e) or (>= 0x3041 and <= 0xa4cf) or (>= 0xac00 and <= 0xd7a3) => 2,
        (>= 0xf900 and <= 0xfaff) or (>= 0xfe30 and <= 0xfe6f) or (>= 0xff00 and <= 0xff60) or (>= 0xffe0 and <= 0xffe6) => 2,
        (>= 0x1f300 and <= 0x1f64f) or (>= 0x1f680 and <= 0x1f6ff) or (>= 0x1f7e0 and <= 0x1f7eb) or (>= 0x1f900 and <= 0x1f9ff) or (>= 0x1fa70 and <= 0x1faff) => 2,
        (>= 0x20000 and <= 0x3fffd) or 0x231a or 0x231b or 0x23f0 or 0x23f3 or 0x26a1 or 0x26d4 or 0x2705 or 0x2728 or 0x274c or 0x2753 or 0x2757 or 0x2b50 => 2,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0 : 1,
    };
}
