using System.Diagnostics.CodeAnalysis;

namespace AwsOtel.Engine.Delivery;

/// <summary>
/// One batch of spans on disk, a line each. Whoever has it open has it alone, in every process; the system lets go of it when a process dies.
/// </summary>
internal sealed class SpoolFile : IDisposable
{
    private readonly FileStream _file;

    private SpoolFile(FileStream file) => _file = file;

    public string Path => _file.Name;

    public static SpoolFile Create(string path) => new(Open(path, FileMode.CreateNew));

    /// <summary>Takes a file that another session has left.</summary>
    /// <returns>False where it is in use, gone, or empty.</returns>
    public static bool TryClaim(string path, [NotNullWhen(true)] out SpoolFile? claimed)
    {
        claimed = null;
        try
        {
            // One that is being made right now is not even touched: its maker would not get it.
            if (new FileInfo(path) is not { Exists: true, Length: > 0 })
                return false;
            claimed = new SpoolFile(Open(path, FileMode.Open));
            // Its last owner empties a file before it removes it.
            if (claimed._file.Length > 0)
                return true;
            claimed.Dispose();
            claimed = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In use or gone: in either case somebody else sees to it.
        }

        return false;
    }

    /// <summary>One write: a process that is killed leaves at most one line that is not whole.</summary>
    public void Append(ReadOnlySpan<byte> line) => _file.Write(line);

    public byte[] ReadAll()
    {
        var content = new byte[_file.Length];
        _file.Seek(0, SeekOrigin.Begin);
        _file.ReadExactly(content);
        return content;
    }

    /// <summary>Removes the file: its spans have been seen to.</summary>
    public void Delete()
    {
        // Emptied first: on Windows an open file cannot be removed, and between the two it could be claimed.
        _file.SetLength(0);
        _file.Dispose();
        // The folder may be gone already, and the file with it.
        if (File.Exists(_file.Name))
            File.Delete(_file.Name);
    }

    /// <summary>Lets go of the file: it is for whoever comes next.</summary>
    public void Dispose() => _file.Dispose();

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (mode == FileMode.CreateNew && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
