using System.IO.Compression;

namespace AwsOtel.Engine.Traces;

/// <summary>Reads spans from a file of OTLP JSON lines: AwsOtel's own or one of a collector's file exporter.</summary>
internal static class TraceFile
{
    /// <summary>Reads every span of the file. A line that is no OTLP request (the last one of a process that was killed) is counted and passed over.</summary>
    public static List<OtelSpan> Read(string path, out int unreadableLines, LongWork? work = null)
    {
        unreadableLines = 0;
        var spans = new List<OtelSpan>();
        foreach (var line in ReadLines(path, work))
        {
            spans.AddRange(line.Spans);
            if (line.Problem is not null)
                unreadableLines++;
        }

        return spans;
    }

    /// <summary>Reads a file of any size line by line, also one that gzip has packed; empty lines are left out.</summary>
    /// <exception cref="InvalidDataException">What gzip has packed is damaged.</exception>
    public static IEnumerable<TraceFileLine> ReadLines(string path, LongWork? work = null)
    {
        // A session may still be writing to it.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var lines = new StreamReader(IsPacked(file) ? new GZipStream(file, CompressionMode.Decompress) : file);
        var number = 0L;
        while (lines.ReadLine() is { } line)
        {
            number++;
            if (number == 1 && line.Trim() is "{" or "[")
            {
                // Said once, and not of each of a thousand lines.
                yield return new TraceFileLine(number, [], "is only the beginning of JSON: a line is a whole request here. jq -c . puts each into one.");
                yield break;
            }

            if (line.Length > 0)
                yield return ReadLine(number, line);
            // A pipe has neither a length nor a place.
            work?.Reach(file.CanSeek ? file.Position : 0, file.CanSeek ? file.Length : 0);
        }
    }

    /// <summary>By the first two bytes, whatever its name: https://www.rfc-editor.org/rfc/rfc1952#page-6.</summary>
    private static bool IsPacked(FileStream file)
    {
        if (!file.CanSeek)
            return false;
        var isPacked = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return isPacked;
    }

    private static TraceFileLine ReadLine(long number, string line)
    {
        try
        {
            return new TraceFileLine(number, OtlpJsonReader.Read(line), null);
        }
        catch (FormatException e)
        {
            return new TraceFileLine(number, [], e.Message);
        }
    }
}
