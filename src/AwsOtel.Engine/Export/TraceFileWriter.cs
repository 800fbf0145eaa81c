using System.Diagnostics;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Export;

/// <summary>
/// Appends lines to a trace file that other processes may append to as well. FileMode.Append would not do: .NET remembers where the end was,
/// and two writers write over each other.
/// </summary>
internal sealed class TraceFileWriter : IDisposable
{
    /// <summary>Where no reader looks: on Windows the lock would keep them out.</summary>
    private const long LockPosition = long.MaxValue - 1;

    /// <summary>The script waits for this: once, not at every span.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;
    private readonly bool _isAppending;

    // There are no such locks on macOS, nor on some network file systems: there two processes had better use two files.
    private bool _hasLocks = !OperatingSystem.IsMacOS();
    private bool _hasWaited;

    public TraceFileWriter(string path)
    {
        _file = TraceFilePath.Open(path);
        _isAppending = AppendMode.TrySet(_file);
    }

    /// <exception cref="IOException">The disk is full, or another process does not let go.</exception>
    public void Append(ReadOnlySpan<byte> line)
    {
        if (_isAppending)
        {
            _file.Write(line);
            return;
        }

        var locked = Lock();
        try
        {
            _file.Seek(0, SeekOrigin.End);
            // One write: a reader never sees half a line for long, and a killed process leaves at most one.
            _file.Write(line);
        }
        finally
        {
            if (locked && !OperatingSystem.IsMacOS())
                _file.Unlock(LockPosition, 1);
        }
    }

    public void Dispose() => _file.Dispose();

    private bool Lock()
    {
        if (!_hasLocks || OperatingSystem.IsMacOS())
            return false;
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                _file.Lock(LockPosition, 1);
                // Who holds it for long is not to be waited for again; who let go may be.
                _hasWaited = false;
                return true;
            }
            catch (Exception e) when (IsHeldByAnother(e) && !_hasWaited)
            {
                if (Stopwatch.GetElapsedTime(start) > LongestWait)
                    _hasWaited = true;
                Thread.Sleep(1);
            }
            catch (IOException e) when (!IsHeldByAnother(e))
            {
                return _hasLocks = false;
            }
        }
    }

    /// <summary>EAGAIN or EACCES of fcntl, and ERROR_LOCK_VIOLATION.</summary>
    private static bool IsHeldByAnother(Exception e) => e is UnauthorizedAccessException || e.HResult is 11 or unchecked((int)0x80070021);
}
