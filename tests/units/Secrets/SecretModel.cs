using System.Collections;
using System.Reflection;
using System.Text;
using Amazon.Runtime;
using AwsOtel.Engine.Conventions;

namespace AwsOtel.Tests.Secrets;

/// <summary>Fills requests and responses of AWS with a secret in every text that no row of the service's table publishes.</summary>
internal sealed class SecretModel(ServiceTable table, string operation, Side side)
{
    private const int Deepest = 4;

    public static object Fill(Type type, ServiceTable table, string operation, Side side) => new SecretModel(table, operation, side).FillObject(type, "", 0)!;

    private object? FillObject(Type type, string path, int depth)
    {
        if (depth > Deepest || type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
            return null;
        var model = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            if (property.SetMethod is not { IsPublic: true } || property.GetIndexParameters().Length > 0 || property.DeclaringType!.Namespace == typeof(AmazonWebServiceRequest).Namespace)
                continue;
            var value = Make(property.PropertyType, path.Length == 0 ? property.Name : path + "." + property.Name, depth);
            if (value is not null)
                property.SetValue(model, value);
        }

        return model;
    }

    private object? Make(Type type, string path, int depth)
    {
        if (type == typeof(string))
            return IsPublished(path) ? "published" : Canary.Make();
        if (type == typeof(MemoryStream) || type == typeof(Stream))
            return new MemoryStream(Encoding.UTF8.GetBytes(Canary.Make()));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
        {
            if (Make(type.GenericTypeArguments[0], path + "[]", depth + 1) is not { } item)
                return null;
            var list = (IList)Activator.CreateInstance(type)!;
            list.Add(item);
            return list;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>) && type.GenericTypeArguments[0] == typeof(string))
        {
            if (Make(type.GenericTypeArguments[1], path + "[]", depth + 1) is not { } item)
                return null;
            var map = (IDictionary)Activator.CreateInstance(type)!;
            // Names of attributes and tables are told.
            map["name"] = item;
            return map;
        }

        return type.Namespace?.EndsWith(".Model", StringComparison.Ordinal) == true && type.IsClass ? FillObject(type, path, depth + 1) : null;
    }

    /// <summary>Whether a row tells just this member, or all that is under one above it.</summary>
    private bool IsPublished(string path) => table.Rows.Any(row =>
        row.Side == side && Operations.Has(row.Operations, operation)
        && row.Path.Split('|').Any(told => told.TrimEnd('[', ']') == path.TrimEnd('[', ']') || IsDocument(row) && path.StartsWith(told.TrimEnd('[', ']'), StringComparison.Ordinal)))
        || table.PartialFailures.Any(row => row.Path == path) || table.Failures.Any(row => row.Path == path);

    private static bool IsDocument(AttributeRow row) => row.Convert == Value.Json || row.Convert == Value.JsonList;
}
