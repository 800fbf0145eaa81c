using System.Reflection;

namespace AwsOtel.Engine.Propagation;

/// <summary>
/// An object of the same type with the same members. What is sent is made of the copy: the caller's own object is never written to, not even
/// for the time of the call, in which others may read it or send it as well.
/// </summary>
internal static class ShallowCopy
{
    private static readonly Func<object, object> Clone = typeof(object)
        .GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!
        .CreateDelegate<Func<object, object>>();

    public static object Of(object original) => Clone(original);
}
