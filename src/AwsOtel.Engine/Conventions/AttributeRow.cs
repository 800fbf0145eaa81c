namespace AwsOtel.Engine.Conventions;

/// <summary>One row of a service's table: which member of a request or response becomes which attribute, and how.</summary>
/// <param name="Operations">What the row is for.</param>
/// <param name="Side">Where the member is.</param>
/// <param name="Path">
/// The member by its .NET name, dotted where it is nested; <c>[]</c> after a name walks a list, or the values of a map;
/// <c>|</c> separates paths whose values are taken together. Empty for the whole object.
/// </param>
/// <param name="Attribute">Name of the attribute.</param>
/// <param name="Convert">Makes the attribute's value; null leaves the attribute out.</param>
internal sealed record AttributeRow(string Operations, Side Side, string Path, string Attribute, Func<object, object?> Convert)
{
    /// <summary>A list that the response does not have is an empty one: the SDK leaves it null.</summary>
    public bool AbsentIsEmpty { get; init; }
}

/// <summary>An attribute whose value is known beforehand.</summary>
internal sealed record FixedRow(string Operations, string Attribute, object Value);

/// <summary>Where a response tells of entries that failed although the call as a whole did not.</summary>
/// <param name="Path">To the failed entries' error codes, or to the entries themselves where they have no codes.</param>
/// <param name="HasCodes">Whether the path ends in codes.</param>
internal sealed record PartialFailureRow(string Operations, string Path, bool HasCodes);

/// <summary>A response's body that the caller reads after the call.</summary>
/// <param name="Path">The stream's property.</param>
/// <param name="Event">Name of the event that tells what was read.</param>
internal sealed record BodyRow(string Operations, string Path, string Event);

/// <summary>A member of a response that says, where it is set, that the call failed after all; its value is the <c>error.type</c>.</summary>
internal sealed record FailureRow(string Operations, string Path, string Description);
