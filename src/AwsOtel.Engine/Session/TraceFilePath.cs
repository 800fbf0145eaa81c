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
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            // Only a look: the file stays away until a pipeline writes to it.
            var existed = File.Exists(full);
            Open(full).Dispose();
            if (!existed)
                File.Delete(full);
            return full;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException and not SettingException)
        {
            throw new SettingException("InvalidPath", "Path", path, $"-Path: '{path}' cannot be written: {e.Message} Give the path of a file in a folder that you may write to.");
        }
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
