using System.Diagnostics;

namespace AwsOtel.Engine.Session;

/// <summary>
/// The one place that sets the ambient span. Others may listen to its changes, and what they throw would come out in the user's call.
/// </summary>
internal static class Ambient
{
    public static void Set(Activity? span)
    {
        try
        {
            Activity.Current = span;
            FaultPoint.Reach("make a span the ambient one");
        }
        catch (Exception e)
        {
            OwnFailures.Record("make a span the ambient one", e);
        }
    }
}
