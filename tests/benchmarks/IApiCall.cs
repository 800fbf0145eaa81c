namespace AwsOtel.Benchmarks;

/// <summary>An API call to be measured, on a client of its own.</summary>
internal interface IApiCall : IDisposable
{
    /// <summary>How many spans a call has.</summary>
    int SpansEach => 1;

    Task Invoke();
}
