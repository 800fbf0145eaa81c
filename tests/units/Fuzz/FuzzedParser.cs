namespace AwsOtel.Tests.Fuzz;

/// <summary>One row: a parser of text that comes from outside.</summary>
/// <param name="Name">Of the row in the report, and in <see cref="FuzzFinds"/>.</param>
/// <param name="Parse">Parses, and uses what came of it as far as it is the parser's to promise.</param>
/// <param name="Documented">Whether an exception is the one that the parser documents.</param>
/// <param name="Corpus">Good inputs, of which bad ones are made.</param>
internal sealed record FuzzedParser(string Name, Action<string> Parse, Func<Exception, bool> Documented, params string[] Corpus)
{
    /// <summary>For a parser that promises to throw nothing.</summary>
    public static readonly Func<Exception, bool> Nothing = static _ => false;

    /// <returns>What is wrong with how it took an input; null where nothing is.</returns>
    public Exception? Try(string input)
    {
        try
        {
            Parse(input);
            return null;
        }
        catch (Exception e) when (Documented(e))
        {
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    public override string ToString() => Name;
}
