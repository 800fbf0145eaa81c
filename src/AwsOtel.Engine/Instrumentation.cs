using AwsOtel.Engine.SdkSpans;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine;

/// <summary>Ties the rooms together: what comes on with the first session of the process goes with the last.</summary>
internal static class Instrumentation
{
    private static int _initialized;

    /// <summary>Makes sessions instrument the AWS SDK. Once is enough; more does nothing.</summary>
    public static void Initialize()
    {
        if (Interlocked.Exchange(ref _initialized, 1) == 0)
            SessionRegistry.ActiveChanged += OnActiveChanged;
    }

    private static void OnActiveChanged(bool active)
    {
        if (active)
        {
            ProcessEnd.Watch();
            OperationCatalog.Clear();
            SdkAttachment.Attach();
        }
        else
        {
            SdkAttachment.Detach();
            ProcessEnd.Unwatch();
        }
    }
}
