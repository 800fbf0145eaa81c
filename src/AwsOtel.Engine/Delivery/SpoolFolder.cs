using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Delivery;

/// <summary>
/// The folder of spans that wait for their receiver, shared by every session of the user. A file's name begins with its receiver, so that
/// its spans go nowhere else, and nothing in it is secret.
/// </summary>
internal sealed partial class SpoolFolder
{
    /// <summary>All files of a folder together, in bytes; the oldest give way.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>Older spans are of no use to anybody.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(7);

    private static int _number;

    private readonly string _receiver;

    public SpoolFolder(string path, OtlpSettings otlp)
    {
        Path = path;
        // Without user name, password, query and headers.
        var identity = SHA256.HashData(Encoding.UTF8.GetBytes($"{otlp.Protocol} {otlp.Address}"));
        _receiver = Convert.ToHexString(identity, 0, 8).ToLowerInvariant();
    }

    public string Path { get; }

    public SpoolFile Create()
    {
        var stamp = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture);
        var name = string.Create(CultureInfo.InvariantCulture, $"{_receiver}-{stamp}-{Environment.ProcessId}-{Interlocked.Increment(ref _number):D8}.jsonl");
        return SpoolFile.Create(System.IO.Path.Combine(Path, name));
    }

    /// <summary>The files for this receiver, the oldest first; some may be in use.</summary>
    public string[] Files()
    {
        var files = Directory.Exists(Path) ? Array.FindAll(Directory.GetFiles(Path, _receiver + "-*.jsonl"), static path => IsOwn(new FileInfo(path))) : [];
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <summary>Removes what is too old, and the oldest of what is too much, of whatever receiver.</summary>
    /// <returns>The removed files, each with the number of its spans.</returns>
    public IEnumerable<(string Path, long Spans)> Trim()
    {
        var files = new DirectoryInfo(Path).GetFiles("*.jsonl").Where(IsOwn).OrderByDescending(static file => file.LastWriteTimeUtc).ToList();
        var oldest = DateTime.UtcNow - MaxAge;
        long bytes = 0;
        foreach (var file in files)
        {
            bytes += file.Length;
            // Its process was killed before the first span, or between emptying and removing it.
            if (file.Length == 0 && file.LastWriteTimeUtc < oldest)
                file.Delete();
            if ((bytes <= MaxBytes && file.LastWriteTimeUtc >= oldest) || !SpoolFile.TryClaim(file.FullName, out var claimed))
                continue;
            var spans = claimed.ReadAll().AsSpan().Count((byte)'\n');
            claimed.Delete();
            yield return (file.FullName, spans);
        }
    }

    /// <summary>The folder may be any that the user named: what a spool has not made is not sent, and not removed, nor is what a link leads to.</summary>
    private static bool IsOwn(FileInfo file) => OwnName().IsMatch(file.Name) && file.LinkTarget is null;

    [GeneratedRegex(@"^[0-9a-f]{16}-\d{8}T\d{6}\.\d{3}Z-\d+-\d+\.jsonl$")]
    private static partial Regex OwnName();
}
