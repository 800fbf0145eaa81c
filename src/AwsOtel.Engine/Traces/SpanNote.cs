using System.Globalization;
using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.Traces;

/// <summary>What is worth a word beside a span's name in a drawing.</summary>
internal static class SpanNote
{
    /// <summary>What a span was about, the most telling first; it shows the first that it has.</summary>
    private static readonly (string Attribute, string Format)[] Subjects =
    [
        ("aws.s3.part_number", "part {0}"),
        ("aws.s3.key", "{0}"),
        ("aws.s3.bucket", "{0}"),
        ("db.collection.name", "{0}"),
        ("messaging.destination.name", "{0}"),
        ("faas.invoked_name", "{0}"),
    ];

    private const string Failed = "✗ ";

    public static string Of(OtelSpan span)
    {
        var words = new List<string>(3);
        // Said in the text as well: colours are not for everyone.
        var mark = span.Status == OtelStatus.Error ? Failed : "";
        if (SpanRole.IsAttempt(span) && Add(words, span, AttributeName.HttpStatusCode, mark + "{0}"))
            mark = "";
        else if (span.Attributes.TryGetValue(AttributeName.RetryCount, out var retries))
            words.Add(retries is 1L ? "1 retry" : $"{retries} retries");
        // Before the subject, which may be long and be cut.
        if (!Add(words, span, AttributeName.ErrorType, mark + "{0}") && mark.Length > 0)
            words.Add(mark + "error");
        AddSubject(words, span);
        return string.Join("  ", words);
    }

    private static void AddSubject(List<string> words, OtelSpan span)
    {
        // Of several pages, the first says what is listed, the others which one they are.
        if (span.Attributes.TryGetValue(AttributeName.CmdletPage, out var page) && page is > 1L)
        {
            words.Add($"page {page}");
            return;
        }

        foreach (var (attribute, format) in Subjects)
        {
            if (Add(words, span, attribute, format))
                return;
        }
    }

    private static bool Add(List<string> words, OtelSpan span, string attribute, string format)
    {
        if (!span.Attributes.TryGetValue(attribute, out var value))
            return false;
        words.Add(string.Format(CultureInfo.InvariantCulture, format, value));
        return true;
    }
}
