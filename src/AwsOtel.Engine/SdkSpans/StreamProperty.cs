using System.Collections.Concurrent;
using System.Reflection;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>
/// Gets and sets a stream of a response by the property's name. The reflection is done once for each response type; after that both are
/// delegate calls.
/// </summary>
internal abstract class StreamProperty
{
    private static readonly ConcurrentDictionary<Type, StreamProperty?> ByType = new();

    /// <returns>Null where the type has no such stream that can be replaced.</returns>
    public static StreamProperty? For(Type type, string name) => ByType.GetOrAdd(type, static (owner, property) => Make(owner, property), name);

    public abstract Stream? Get(object owner);

    public abstract void Set(object owner, Stream stream);

    private static StreamProperty? Make(Type type, string name) =>
        type.GetProperty(name) is { GetMethod: not null, SetMethod: not null } property && property.PropertyType == typeof(Stream)
            ? (StreamProperty)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(property.DeclaringType!), property)!
            : null;

    private sealed class Typed<TOwner>(PropertyInfo property) : StreamProperty
        where TOwner : class
    {
        private readonly Func<TOwner, Stream?> _get = property.GetMethod!.CreateDelegate<Func<TOwner, Stream?>>();
        private readonly Action<TOwner, Stream> _set = property.SetMethod!.CreateDelegate<Action<TOwner, Stream>>();

        public override Stream? Get(object owner) => _get((TOwner)owner);

        public override void Set(object owner, Stream stream) => _set((TOwner)owner, stream);
    }
}
