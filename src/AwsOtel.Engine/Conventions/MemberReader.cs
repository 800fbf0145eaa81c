using System.Collections.Concurrent;
using System.Reflection;

namespace AwsOtel.Engine.Conventions;

/// <summary>
/// Reads a property of an object by name. The reflection is done once for each type and name; after that it is a delegate call.
/// Types and names are those of the AWS models and of our tables, so the cache is bounded by them.
/// </summary>
internal static class MemberReader
{
    private static readonly ConcurrentDictionary<(Type Type, string Name), Func<object, object?>?> Readers = new();

    /// <summary>The reader; null where the type has no such property.</summary>
    public static Func<object, object?>? For(Type type, string name) => Readers.GetOrAdd((type, name), static key => Make(key.Type, key.Name));

    /// <summary>The property's value; null where it is absent or not set.</summary>
    public static object? Read(object owner, string name) => For(owner.GetType(), name)?.Invoke(owner);

    private static Func<object, object?>? Make(Type type, string name)
    {
        var property = type.GetProperty(name, BindingFlags.Instance | BindingFlags.Public);
        if (property?.GetMethod is not { } getter || property.GetIndexParameters().Length > 0)
            return null;
        var reader = typeof(Typed<,>).MakeGenericType(property.DeclaringType!, property.PropertyType);
        return ((IReader)Activator.CreateInstance(reader, getter)!).Read;
    }

    private interface IReader
    {
        object? Read(object owner);
    }

    private sealed class Typed<TOwner, TValue>(MethodInfo getter) : IReader
        where TOwner : class
    {
        private readonly Func<TOwner, TValue> _get = getter.CreateDelegate<Func<TOwner, TValue>>();

        public object? Read(object owner) => _get((TOwner)owner);
    }
}
