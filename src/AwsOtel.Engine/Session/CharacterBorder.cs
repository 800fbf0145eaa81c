using System.Globalization;

namespace AwsOtel.Engine.Session;

/// <summary>Cuts texts between what a reader takes for characters: a surrogate pair is one, and so are a letter with its accents and a family of emoji.</summary>
internal static class CharacterBorder
{
    /// <returns>The text, or the most of its beginning that is no longer than that.</returns>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        // Between two of ASCII there is always one, but in the end of a line, which may be cut.
        if (length == 0 || (char.IsAscii(text[length - 1]) && char.IsAscii(text[length])))
            return text[..length];
        var end = 0;
        while (end + StringInfo.GetNextTextElementLength(text.AsSpan(end)) is var next && next <= length)
            end = next;
        return text[..end];
    }
}
