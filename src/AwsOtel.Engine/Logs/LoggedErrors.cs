using System.Runtime.CompilerServices;

namespace AwsOtel.Engine.Logs;

/// <summary>The exceptions that have their log record: PowerShell and AWS.Tools wrap them on their way up, and each is one error.</summary>
internal sealed class LoggedErrors
{
    private readonly ConditionalWeakTable<Exception, object> _logged = [];

    /// <returns>False where it, or what it was caused by, is known already.</returns>
    public bool TryAdd(Exception error)
    {
        lock (_logged)
        {
            for (var cause = error; cause is not null; cause = cause.InnerException)
            {
                if (_logged.TryGetValue(cause, out _))
                    return false;
            }

            // The causes as well: on its way up, an exception may lose the wrapping that it had.
            for (var cause = error; cause is not null; cause = cause.InnerException)
                _logged.TryAdd(cause, this);
            return true;
        }
    }
}
