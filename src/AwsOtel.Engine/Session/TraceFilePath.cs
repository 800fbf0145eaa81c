namespace AwsOtel.Engine.Session;

/// <summary>Checks, before anything is started, that a trace file can be written.</summary>
internal static class TraceFilePath
{
    public static string Check(string path)
    {
        try
        {
            var full = Path.GetFullPath(path);
            if (Directory.Exists(full))
                throw new SettingException("InvalidPath", "Path", path, $"-Path: '{full}' is a folder. Give the path of a file, for example '{Path.Combine(full, "trace.jsonl")}'.");
            CreateFolder(Path.GetDirectoryName(full)!);
            // Only a look. A file that is not there yet stays away until a pipeline writes to it; another process may be making it right now.
            var probe = File.Exists(full) ? full : Path.Combine(Path.GetDirectoryName(full)!, ".awsotel-" + Guid.NewGuid().ToString("N"));
            Open(probe).Dispose();
            if (probe != full)
                File.Delete(probe);
            return full;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException and not SettingException)
        {
            throw new SettingException("InvalidPath", "Path", path, $"-Path: '{path}' cannot be written: {e.Message} Give the path of a file in a folder that you may write to.");
        }
    }

    /// <summary>Names of buckets and tables are nobody else's business.</summary>
    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Opens for writing, which others may do at the same time.</summary>
    public static FileStream Open(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            // Each span is written whole when it ends; a buffer of the stream's own would only hold it back.
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
