namespace AwsOtel.Engine.Propagation;

/// <summary>Makes objects of a type that is only known at run time, without reflection once it is bound.</summary>
internal static class New
{
    public static bool Can(Type type) => !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is { IsPublic: true };

    public static Func<object> Of(Type type) => ((IMaker)Activator.CreateInstance(typeof(Maker<>).MakeGenericType(type))!).Make;

    private interface IMaker
    {
        object Make();
    }

    private sealed class Maker<T> : IMaker
        where T : class, new()
    {
        public object Make() => new T();
    }
}
