using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AwsOtel.Engine.Session;

/// <summary>
/// The user's folder for what outlives a run. On Linux the XDG state folder
/// (<see href="https://specifications.freedesktop.org/basedir-spec/latest/"/>), elsewhere the system's local application data.
/// </summary>
internal static partial class StateFolder
{
    private const string TraceFilePattern = "*.jsonl";

    /// <summary>Traces that nobody asked to keep elsewhere: the newest ones stay.</summary>
    private const int KeptTraces = 100;

    /// <summary>File systems end at 255 bytes, and a character may take four.</summary>
    private const int LongestName = 48;

    /// <summary>Folder of the traces that the File exporter writes where no path is given; null for a user without any home.</summary>
    public static string? Traces => Folder("traces");

    /// <summary>Folder of what could not be delivered; null for a user without any home.</summary>
    public static string? Spool => Folder("spool");

    /// <summary>A file name that sorts by time and is this process's own.</summary>
    public static string NewTraceFile(string folder, string name)
    {
        var safe = CharacterBorder.Cut(string.Concat(name.Split(Path.GetInvalidFileNameChars())).Replace(' ', '-'), LongestName);
        var stamp = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture);
        return Path.Combine(folder, $"{stamp}-{Environment.ProcessId}-{safe}.jsonl");
    }

    /// <summary>The file of the newest run; null where there is none.</summary>
    public static string? NewestTraceFile()
    {
        var files = TraceFiles(Traces);
        return files.Length == 0 ? null : files[^1];
    }

    /// <summary>
    /// Removes the oldest traces beyond the number kept: those that AwsOtel has named itself, of processes that have ended.
    /// </summary>
    public static void RemoveOldTraces(string folder)
    {
        var files = TraceFiles(folder);
        for (var i = 0; i < files.Length - KeptTraces; i++)
        {
            try
            {
                FaultPoint.Reach("remove an old trace");
                if (OwnName().Match(Path.GetFileName(files[i])) is { Success: true } name && !IsRunning(name.Groups[1].ValueSpan))
                    File.Delete(files[i]);
            }
            catch (Exception e)
            {
                OwnFailures.Record("remove an old trace", e);
            }
        }
    }

    private static string? Folder(string name)
    {
        var root = Environment.GetEnvironmentVariable(EnvironmentVariable.XdgStateHome);
        if (string.IsNullOrEmpty(root) && OperatingSystem.IsLinux())
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            root = home.Length == 0 ? "" : Path.Combine(home, ".local", "state");
        }
        else if (string.IsNullOrEmpty(root))
        {
            root = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        }

        return string.IsNullOrEmpty(root) ? null : Path.Combine(root, "awsotel", name);
    }

    private static bool IsRunning(ReadOnlySpan<char> processId)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(processId, NumberStyles.None, CultureInfo.InvariantCulture));
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or OverflowException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^\d{8}T\d{6}\.\d{3}Z-(\d+)-")]
    private static partial Regex OwnName();

    private static string[] TraceFiles(string? folder)
    {
        if (folder is null || !Directory.Exists(folder))
            return [];
        var files = Directory.GetFiles(folder, TraceFilePattern);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }
}
