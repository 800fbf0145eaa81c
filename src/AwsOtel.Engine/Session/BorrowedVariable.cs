namespace AwsOtel.Engine.Session;

/// <summary>
/// An environment variable that is written for a while. One that the script changes meanwhile is the script's, and stays as it is, until it has
/// again what would have been written.
/// </summary>
internal sealed class BorrowedVariable(string name)
{
    private string? _before;

    /// <summary>What was written last, or would have been.</summary>
    public string? Written { get; private set; }

    /// <summary>Remembers what is there now.</summary>
    public void Borrow() => Written = _before = Environment.GetEnvironmentVariable(name);

    /// <summary>Puts back what was there.</summary>
    public void Return() => Set(_before);

    public void Set(string? value)
    {
        var isOurs = Environment.GetEnvironmentVariable(name) == Written;
        Written = value;
        if (!isOurs)
            return;
        try
        {
            FaultPoint.Reach("set an environment variable");
            Environment.SetEnvironmentVariable(name, value);
        }
        catch (Exception e)
        {
            // The system may refuse a value, such as one that is too long.
            Written = Environment.GetEnvironmentVariable(name);
            OwnFailures.Record("set an environment variable", e);
        }
    }
}
