using System.Globalization;

namespace AwsOtel.Engine.Session;

/// <summary>Which traces are kept, decided when they are whole; any one of the conditions is enough.</summary>
/// <param name="Failed">Keep a trace with an error.</param>
/// <param name="Throttled">Keep a trace with a call that AWS throttled.</param>
/// <param name="SlowerThan">Keep a trace whose root took longer; null where time does not matter.</param>
internal sealed record KeepSettings(bool Failed, bool Throttled, TimeSpan? SlowerThan)
{
    public override string ToString()
    {
        var conditions = new List<string>(3);
        if (Failed)
            conditions.Add(nameof(OtelKeepWhen.Failed));
        if (SlowerThan is { } limit)
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"slower than {limit.TotalSeconds} s"));
        if (Throttled)
            conditions.Add(nameof(OtelKeepWhen.Throttled));
        return string.Join(", ", conditions);
    }
}
