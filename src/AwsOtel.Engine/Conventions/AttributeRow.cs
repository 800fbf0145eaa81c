namespace AwsOtel.Engine.Conventions;

/// <summary>One row of a service's table: which member of a request or response becomes which attribute, and how.</summary>
/// <param name="Operations">The AWS API's operation names, separated by blanks; <c>*</c> for all.</param>
/// <param name="Side">Where the member is.</param>
/// <param name="Path">
/// The member by its .NET name, dotted where it is nested; <c>[]</c> after a name walks a list, or the values of a map;
/// <c>|</c> separates paths whose values are taken together.
/// </param>
/// <param name="Attribute">Name of the attribute.</param>
/// <param name="Convert">Makes the attribute's value; null leaves the attribute out.</param>
internal sealed record AttributeRow(string Operations, Side Side, string Path, string Attribute, Func<object, object?> Convert)
{
    public bool AppliesTo(string operation) =>
        Operations == "*" || Array.IndexOf(Operations.Split(' '), operation) >= 0;
}
