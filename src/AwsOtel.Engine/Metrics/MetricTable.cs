using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace AwsOtel.Engine.Metrics;

/// <summary>The console exporter of metrics: keeps the last collected values as lines of a table.</summary>
internal sealed class MetricTable : BaseExporter<Metric>
{
    private List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var rows = new List<(string Name, string Value)>();
        foreach (var metric in batch)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
                rows.Add((Label(metric, point), Value(metric, point)));
        }

        rows.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        var width = rows.Count == 0 ? 0 : rows.Max(static row => row.Name.Length);
        _lines = rows.ConvertAll(row => (row.Name.PadRight(width) + "  " + row.Value).TrimEnd());
        return ExportResult.Success;
    }

    private static string Label(Metric metric, in MetricPoint point)
    {
        var label = new StringBuilder(metric.Name);
        var separator = " {";
        foreach (var (key, value) in point.Tags)
        {
            label.Append(separator).Append(key).Append('=').Append(System.Convert.ToString(value, CultureInfo.InvariantCulture));
            separator = ", ";
        }

        return separator == ", " ? label.Append('}').ToString() : label.ToString();
    }

    private static string Value(Metric metric, in MetricPoint point) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => string.Create(CultureInfo.InvariantCulture, $"{point.GetSumLong()} {metric.Unit}"),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => string.Create(CultureInfo.InvariantCulture, $"{point.GetSumDouble():0.####} {metric.Unit}"),
        MetricType.LongGauge => string.Create(CultureInfo.InvariantCulture, $"{point.GetGaugeLastValueLong()} {metric.Unit}"),
        MetricType.DoubleGauge => string.Create(CultureInfo.InvariantCulture, $"{point.GetGaugeLastValueDouble():0.####} {metric.Unit}"),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"{point.GetHistogramCount()} × {point.GetHistogramSum() / Math.Max(1, point.GetHistogramCount()):G4} {metric.Unit}"),
    };
}
