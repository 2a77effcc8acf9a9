using System.Globalization;
using System.Text;

namespace Seatrial.Registry.Monitoring;

/// <summary>Writes metrics in the text format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The name by Prometheus' conventions: underscores, the unit in full, <c>_total</c> for what only grows.</summary>
    public static string Name(string name, string? unit, bool isCounter)
    {
        var suffix = unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return Word(name) + suffix + (isCounter ? "_total" : "");
    }

    public static string Of(IEnumerable<Metric> metrics)
    {
        var text = new StringBuilder();
        foreach (var metric in metrics.OrderBy(metric => metric.Name, StringComparer.Ordinal))
            Write(text, metric);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Metric metric)
    {
        var series = metric.All.Select(one => (Labels: Text(one.Key), one.Value))
            .OrderBy(one => one.Labels, StringComparer.Ordinal).ToList();
        if (series.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"# HELP {metric.Name} {metric.Help.Replace("\\", "\\\\").Replace("\n", "\\n")}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {metric.Name} {metric.Type}\n");
        foreach (var (labels, one) in series)
            if (metric.Bounds.Length > 0)
                WriteHistogram(text, metric, labels, one);
            else
                Line(text, metric.Name, labels, one.Read().Value);
    }

    private static void WriteHistogram(StringBuilder text, Metric metric, string labels, Series series)
    {
        var (sum, buckets) = series.Read();
        var separator = labels.Length > 0 ? "," : "";
        var count = 0L;
        for (var at = 0; at < buckets.Length; at++)
        {
            count += buckets[at];
            var bound = at < metric.Bounds.Length ? Number(metric.Bounds[at]) : "+Inf";
            Line(text, metric.Name + "_bucket", $"{labels}{separator}le=\"{bound}\"", count);
        }

        Line(text, metric.Name + "_sum", labels, sum);
        Line(text, metric.Name + "_count", labels, count);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Text(Labels labels)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in labels.Tags)
            text.Append(text.Length > 0 ? "," : "").Append(Word(name)).Append("=\"").Append(Escaped(value)).Append('"');
        return text.ToString();
    }

    private static string Escaped(object? value) => (Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
        .Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    // What the format does not know in names becomes an underscore.
    private static string Word(string name) =>
        string.Create(name.Length, name, (word, from) =>
        {
            for (var at = 0; at < word.Length; at++)
                word[at] = char.IsAsciiLetterOrDigit(from[at]) ? from[at] : '_';
        });

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
