using System.Collections.Concurrent;
using System.Reflection;

namespace AwsOtel.Engine.Conventions;

/// <summary>
/// The attribute <c>aws.resource.arn</c> of services without a table: request members that are ARNs by name and by value.
/// </summary>
internal static class ArnMembers
{
    private const int Most = 5;

    private static readonly string[] Suffixes = ["Arn", "ARN", "Arns", "ARNs", "ArnList"];
    private static readonly ConcurrentDictionary<Type, Func<object, object?>[]> ByType = new();

    public static object? Read(object request)
    {
        var readers = ByType.GetOrAdd(request.GetType(), static type => Bind(type));
        if (readers.Length == 0)
            return null;
        var arns = new List<string>();
        foreach (var read in readers)
        {
            if (read(request) is { } value && Value.TextList(value) is string[] texts)
                arns.AddRange(texts.Where(Arn.Is));
        }

        return arns.Count == 0 ? null : arns.Distinct().Take(Most).ToArray();
    }

    private static Func<object, object?>[] Bind(Type type) => type
        .GetProperties(BindingFlags.Instance | BindingFlags.Public)
        .Where(static property => Array.Exists(Suffixes, suffix => property.Name.EndsWith(suffix, StringComparison.Ordinal))
            && (property.PropertyType == typeof(string) || property.PropertyType == typeof(List<string>)))
        .Select(property => MemberReader.For(type, property.Name))
        .OfType<Func<object, object?>>()
        .ToArray();
}
