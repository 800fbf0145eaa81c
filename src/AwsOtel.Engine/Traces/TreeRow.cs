namespace AwsOtel.Engine.Traces;

/// <summary>How a row stands out.</summary>
internal enum RowStyle
{
    /// <summary>Not at all.</summary>
    Plain,

    /// <summary>It was retried, or failed in part.</summary>
    Notable,

    /// <summary>It failed.</summary>
    Failed,
}

/// <summary>One line of a drawing before it is fitted to a terminal.</summary>
/// <param name="Branch">The lines of the tree before the name.</param>
/// <param name="Duration">The number beside the bar.</param>
/// <param name="Bar">The bar for an axis.</param>
internal sealed record TreeRow(string Branch, string Name, string Note, string Duration, Func<TimeAxis, string> Bar, RowStyle Style)
{
    public string Label => Note.Length == 0 ? Branch + Name : $"{Branch}{Name}  {Note}";
}
