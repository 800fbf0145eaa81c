namespace AwsOtel.Benchmarks;

/// <summary>An API call to be measured, on a client of its own.</summary>
internal interface IApiCall : IDisposable
{
    Task Invoke();
}
