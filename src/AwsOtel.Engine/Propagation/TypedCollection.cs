using System.Collections;

namespace AwsOtel.Engine.Propagation;

/// <summary>Copies lists and maps of types that are only known at run time: the models of services whose packages are not referenced.</summary>
internal abstract class TypedCollection
{
    /// <returns>Null for a type that is neither a list nor a map by texts, as AWS models have them.</returns>
    public static TypedCollection? For(Type type)
    {
        if (!type.IsGenericType)
            return null;
        var definition = type.GetGenericTypeDefinition();
        var arguments = type.GetGenericArguments();
        if (definition == typeof(List<>))
            return Make(typeof(OfList<>), arguments[0]);
        return definition == typeof(Dictionary<,>) && arguments[0] == typeof(string) ? Make(typeof(OfMap<>), arguments[1]) : null;
    }

    /// <summary>The type of an item, or of a map's value.</summary>
    public abstract Type Item { get; }

    /// <summary>A new collection with the same items; an empty one where there is none yet.</summary>
    public abstract ICollection Copy(object? own);

    private static TypedCollection Make(Type kind, Type item) => (TypedCollection)Activator.CreateInstance(kind.MakeGenericType(item))!;

    private sealed class OfList<T> : TypedCollection
    {
        public override Type Item => typeof(T);

        public override ICollection Copy(object? own) => own is List<T> items ? new List<T>(items) : [];
    }

    private sealed class OfMap<T> : TypedCollection
    {
        public override Type Item => typeof(T);

        public override ICollection Copy(object? own) => own is Dictionary<string, T> map ? new Dictionary<string, T>(map, map.Comparer) : [];
    }
}
