using System.Diagnostics;

namespace AwsOtel.Engine.Session;

/// <summary>Notes on a call's span that AWS throttled it: the first attempt of several, or the only one, has no span that would tell.</summary>
internal static class Throttling
{
    private const string Property = "awsotel.throttled";

    public static void Note(Activity call) => call.SetCustomProperty(Property, Property);

    public static bool IsNoted(Activity span) => span.GetCustomProperty(Property) is not null;
}
