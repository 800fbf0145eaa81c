using System.Reflection;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>
/// Follows AWSSDK.Core: AWS.Tools may be imported before the session, after it, or by the first cmdlet that is typed.
/// </summary>
internal static class SdkAttachment
{
    private const string CoreName = "AWSSDK.Core";
    private const int SupportedMajor = 4;

    private static readonly object Gate = new();
    private static bool _wanted;
    private static bool _attached;
    private static bool _warned;
    private static Version? _found;

    /// <summary>What is attached, in words, for Get-OtelSession.</summary>
    public static string Description
    {
        get
        {
            lock (Gate)
            {
                return _found is null ? "not loaded yet"
                    : _found.Major == SupportedMajor ? $"{CoreName} {_found}"
                    : $"{CoreName} {_found} is not supported";
            }
        }
    }

    /// <summary>The modules of AWS.Tools in the process, with their versions.</summary>
    public static string[] Modules => AppDomain.CurrentDomain.GetAssemblies()
        .Where(static assembly => !assembly.IsDynamic)
        .Select(static assembly => assembly.GetName())
        .Where(static name => name.Name!.StartsWith("AWS.Tools.", StringComparison.Ordinal) || name.Name == "AWSPowerShell")
        .Select(static name => $"{name.Name} {name.Version}")
        .Order(StringComparer.Ordinal)
        .ToArray();

    /// <summary>What the user must know about the SDK in the process, said once; null where all is well.</summary>
    public static string? TakeWarning()
    {
        lock (Gate)
        {
            if (_warned || _found is null || _found.Major == SupportedMajor)
                return null;
            _warned = true;
            return $"AwsOtel traces AWS.Tools 5 (AWSSDK 4). This process has {CoreName} {_found.ToString(2)}, as AWS.Tools 4 brings it: its calls work as always and are not traced. Update the AWS.Tools modules.";
        }
    }

    /// <summary>Attaches now or as soon as the SDK appears.</summary>
    public static void Attach()
    {
        lock (Gate)
        {
            if (_wanted)
                return;
            _wanted = true;
            AppDomain.CurrentDomain.AssemblyLoad += OnAssemblyLoad;
            if (HostSdk() is { } core)
                Found(core);
        }
    }

    /// <summary>Takes back what <see cref="Attach"/> did. Clients made meanwhile keep their handlers, which do nothing without a session.</summary>
    public static void Detach()
    {
        lock (Gate)
        {
            if (!_wanted)
                return;
            _wanted = false;
            AppDomain.CurrentDomain.AssemblyLoad -= OnAssemblyLoad;
            if (_attached)
                SdkRegistration.Deregister();
            _attached = false;
            _found = null;
            _warned = false;
        }
    }

    private static Assembly? HostSdk() => HostAssemblies.FindLoaded(CoreName);

    private static void OnAssemblyLoad(object? sender, AssemblyLoadEventArgs args)
    {
        // Runs inside somebody else's assembly load: an exception here would be theirs.
        try
        {
            if (!args.LoadedAssembly.IsDynamic && args.LoadedAssembly.GetName().Name == CoreName)
            {
                FaultPoint.Reach("attach to ");
                lock (Gate)
                {
                    if (_wanted && _found is null)
                        Found(args.LoadedAssembly);
                }
            }
        }
        catch (Exception e)
        {
            OwnFailures.Record("attach to " + CoreName, e);
        }
    }

    private static void Found(Assembly core)
    {
        _found = core.GetName().Version;
        if (_found?.Major != SupportedMajor)
            return;
        SdkRegistration.Register();
        _attached = true;
    }
}
