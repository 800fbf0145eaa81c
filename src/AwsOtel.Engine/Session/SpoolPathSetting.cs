namespace AwsOtel.Engine.Session;

/// <summary>Checks, before anything is started, that the folder of the spool can be written to.</summary>
internal static class SpoolPathSetting
{
    public static string Check(string path)
    {
        try
        {
            return Try(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new SettingException("InvalidSpoolPath", "SpoolPath", path,
                $"-SpoolPath: '{path}' cannot be written to: {e.Message} Give a folder that you may write to, or '' for none.");
        }
    }

    /// <returns>Null where it cannot be written to.</returns>
    public static string? CheckDefault(string? path)
    {
        try
        {
            return path is null ? null : Try(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    private static string Try(string path)
    {
        var full = Path.GetFullPath(path);
        TraceFilePath.CreateFolder(full);
        var probe = Path.Combine(full, ".awsotel-" + Guid.NewGuid().ToString("N"));
        TraceFilePath.Open(probe).Dispose();
        File.Delete(probe);
        return full;
    }
}
