namespace AwsOtel.Engine.Commands;

/// <summary>Writes a file so that its name always stands for a whole one: the old one until the new one is complete.</summary>
internal static class AtomicFile
{
    /// <param name="path">A full path.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">It cannot be written, or is there and must not be replaced.</exception>
    public static void Write(string path, bool overwrite, Action<Stream> write)
    {
        // What a link points to is replaced, not the link.
        var target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        var draft = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
                write(stream);
            File.Move(draft, target, overwrite);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
