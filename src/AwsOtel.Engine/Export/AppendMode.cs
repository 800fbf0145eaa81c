using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AwsOtel.Engine.Export;

/// <summary>
/// Has the system write at the end of a file, wherever that is by then, in one step: what .NET does not offer, and what spares a lock, a look
/// for the end, and an unlock at each span. See <see href="https://man7.org/linux/man-pages/man2/open.2.html">O_APPEND</see>.
/// </summary>
internal static class AppendMode
{
    private const int SetFlags = 4;
    private const int Append = 0x400;

    /// <returns>False where the system has no such mode, or it does not hold between the computers of a network.</returns>
    public static bool TrySet(FileStream file)
    {
        try
        {
            return OperatingSystem.IsLinux() && new DriveInfo(file.Name).DriveType is DriveType.Fixed or DriveType.Ram && Control(file.SafeFileHandle, SetFlags, Append) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int Control(SafeFileHandle file, int command, int argument);
}
