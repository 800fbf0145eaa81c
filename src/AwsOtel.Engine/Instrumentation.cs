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
            AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
            OperationCatalog.Clear();
            SdkAttachment.Attach();
        }
        else
        {
            SdkAttachment.Detach();
            AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        }
    }

    /// <summary>A script that ends without Stop-OtelSession: what it did is still delivered.</summary>
    private static void OnProcessExit(object? sender, EventArgs args)
    {
        var sessions = SessionRegistry.All();
        for (var i = sessions.Length - 1; i >= 0; i--)
        {
            // An exception here would take the place of the script's exit code.
            try
            {
                FaultPoint.Reach("end a session with the process");
                sessions[i].SetExit(Environment.ExitCode);
                SessionRegistry.End(sessions[i]);
            }
            catch (Exception e)
            {
                OwnFailures.Record("end a session with the process", e);
            }
        }
    }
}
