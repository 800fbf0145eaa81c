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
    private const int LongestError = 40;

    public static string Of(OtelSpan span)
    {
        var words = new List<string>(3);
        // Said in the text as well: colours are not for everyone.
        var mark = span.Status == OtelStatus.Error ? Failed : "";
        var subject = Subject(span);
        // An attempt is about its answer, and that comes first.
        if (SpanRole.IsAttempt(span) && subject.Length > 0)
        {
            words.Add(mark + subject);
            (subject, mark) = ("", "");
        }

        if (SpanRole.Retries(span) is > 0 and var retries)
            words.Add(TraceDrawing.Plural(retries, "retry"));
        // Before the subject, which may be long and be cut.
        if (SpanRole.HasError(span))
            words.Add(mark + Short(SpanRole.ErrorText(span)));
        if (subject.Length > 0)
            words.Add(subject);
        return string.Join("  ", words);
    }

    /// <summary>A message may be a paragraph.</summary>
    private static string Short(string text) => TerminalText.Columns(text) <= LongestError ? text : TerminalText.Fit(text, LongestError).TrimEnd();

    /// <summary>What a span was about; empty where it does not say.</summary>
    public static string Subject(OtelSpan span)
    {
        if (SpanRole.IsAttempt(span))
            return span.Attributes.TryGetValue(AttributeName.HttpStatusCode, out var status) ? $"{status}" : "";
        // Of several pages, the first says what is listed, the others which one they are.
        if (span.Attributes.TryGetValue(AttributeName.CmdletPage, out var page) && page is > 1L)
            return $"page {page}";
        foreach (var (attribute, format) in Subjects)
        {
            if (!span.Attributes.TryGetValue(attribute, out var value))
                continue;
            // A span that is named after its queue has said it.
            return value is string named && span.Name.StartsWith(named + " ", StringComparison.Ordinal) ? "" : string.Format(CultureInfo.InvariantCulture, format, value);
        }

        return "";
    }
}
