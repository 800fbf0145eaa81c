using System.Management.Automation;

namespace AwsOtel.Engine.Commands;

/// <summary>Says why a trace file was not read: .NET's words for a folder are "Access is denied".</summary>
internal static class TraceFileError
{
    /// <param name="parameter">Where the path was given.</param>
    public static ErrorRecord Of(Exception cause, string path, string parameter)
    {
        var (category, why) = cause switch
        {
            _ when Directory.Exists(path) => (ErrorCategory.InvalidArgument, $"'{path}' is a folder. Give the path of a file; Import-OtelTrace also takes wildcards."),
            FileNotFoundException or DirectoryNotFoundException => (ErrorCategory.ObjectNotFound, $"there is no file '{path}'. Give the path of a file; Import-OtelTrace also takes wildcards."),
            InvalidDataException => (ErrorCategory.InvalidData, $"'{path}' was packed by gzip and is damaged, or is still being packed: {cause.Message}"),
            _ => (ErrorCategory.ReadError, $"'{path}' cannot be read: {cause.Message}"),
        };
        return new ErrorRecord(new IOException($"-{parameter}: {why}", cause), "TraceFileNotRead", category, path);
    }
}
