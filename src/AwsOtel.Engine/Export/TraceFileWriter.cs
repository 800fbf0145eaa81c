using System.Diagnostics;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Export;

/// <summary>
/// Appends lines to a trace file that other processes may append to as well. FileMode.Append would not do: .NET remembers where the end was,
/// and two writers write over each other.
/// </summary>
internal sealed class TraceFileWriter(string path) : IDisposable
{
    /// <summary>Where no reader looks: on Windows the lock would keep them out.</summary>
    private const long LockPosition = long.MaxValue - 1;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly FileStream _file = TraceFilePath.Open(path);

    /// <exception cref="IOException">The disk is full, or another process does not let go.</exception>
    public void Append(ReadOnlySpan<byte> line)
    {
        Lock();
        try
        {
            _file.Seek(0, SeekOrigin.End);
            // One write: a reader never sees half a line for long, and a killed process leaves at most one.
            _file.Write(line);
        }
        finally
        {
            Unlock();
        }
    }

    public void Dispose() => _file.Dispose();

    private void Lock()
    {
        // No such locks there: two processes had better use two files.
        if (OperatingSystem.IsMacOS())
            return;
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                _file.Lock(LockPosition, 1);
                return;
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(start) < LongestWait)
            {
                Thread.Sleep(1);
            }
        }
    }

    private void Unlock()
    {
        if (!OperatingSystem.IsMacOS())
            _file.Unlock(LockPosition, 1);
    }
}
