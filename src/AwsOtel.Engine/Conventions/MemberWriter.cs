using System.Collections.Concurrent;
using System.Reflection;

namespace AwsOtel.Engine.Conventions;

/// <summary>
/// Sets a property of an object by name: the counterpart of <see cref="MemberReader"/>, bounded in the same way.
/// </summary>
internal static class MemberWriter
{
    private static readonly ConcurrentDictionary<(Type Type, string Name), Action<object, object?>?> Writers = new();

    /// <summary>The writer; null where the type has no such property that can be set.</summary>
    public static Action<object, object?>? For(Type type, string name) => Writers.GetOrAdd((type, name), static key => Make(key.Type, key.Name));

    private static Action<object, object?>? Make(Type type, string name)
    {
        var property = type.GetProperty(name, BindingFlags.Instance | BindingFlags.Public);
        if (property?.SetMethod is not { IsPublic: true } setter || property.PropertyType.IsValueType)
            return null;
        var writer = typeof(Typed<,>).MakeGenericType(property.DeclaringType!, property.PropertyType);
        return ((IWriter)Activator.CreateInstance(writer, setter)!).Write;
    }

    private interface IWriter
    {
        void Write(object owner, object? value);
    }

    private sealed class Typed<TOwner, TValue>(MethodInfo setter) : IWriter
        where TOwner : class
        where TValue : class
    {
        private readonly Action<TOwner, TValue?> _set = setter.CreateDelegate<Action<TOwner, TValue?>>();

        public void Write(object owner, object? value) => _set((TOwner)owner, (TValue?)value);
    }
}
