namespace AwsOtel.Engine.Conventions;

/// <summary>The list of operations that a row of a table is for.</summary>
internal static class Operations
{
    public const string All = "*";

    /// <param name="list">Names separated by blanks, or <see cref="All"/>.</param>
    public static bool Has(string list, string operation) => list == All || Array.IndexOf(list.Split(' '), operation) >= 0;
}
