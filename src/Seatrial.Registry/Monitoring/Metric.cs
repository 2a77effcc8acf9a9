using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Seatrial.Registry.Monitoring;

/// <summary>One instrument as Prometheus sees it: its name, its type and its series.</summary>
internal sealed class Metric
{
    /// <summary>Labels that a client could choose would otherwise fill the memory; what comes beyond is dropped.</summary>
    private const int MaxSeries = 1_000;

    // For histograms whose makers advise nothing: seconds, from a millisecond to cargo's patience.
    private static readonly double[] UsualBounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];

    private readonly ConcurrentDictionary<Labels, Series> _series = new(Labels.Comparer);
    private readonly ConcurrentDictionary<Labels, Series>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _byTags;
    private readonly bool _isObserved;

    public Metric(Instrument instrument)
    {
        _byTags = _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        var kind = instrument.GetType().GetGenericTypeDefinition();
        _isObserved = instrument.IsObservable;
        Type = kind == typeof(Histogram<>) ? "histogram"
            : kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? "counter" : "gauge";
        Adds = Type == "counter" || kind == typeof(UpDownCounter<>);
        Name = PrometheusText.Name(instrument.Name, instrument.Unit, Type == "counter");
        Help = instrument.Description ?? "";
        Bounds = Type == "histogram" ? [.. (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? UsualBounds] : [];
    }

    public string Name { get; }

    public string Help { get; }

    /// <summary>As the text format spells it.</summary>
    public string Type { get; }

    public double[] Bounds { get; }

    public IEnumerable<KeyValuePair<Labels, Series>> All => _series;

    private bool Adds { get; }

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!_byTags.TryGetValue(tags, out var series))
        {
            if (_series.Count >= MaxSeries)
                return;
            series = _series.GetOrAdd(new Labels(tags.ToArray()), new Series(Bounds));
        }

        if (Bounds.Length > 0)
            series.Observe(value);
        else if (Adds && !_isObserved)
            series.Add(value);
        else
            series.Set(value);
    }

    /// <summary>What is observed is told anew each time; what is no longer told is no longer there.</summary>
    public void ForgetObserved()
    {
        if (_isObserved)
            _series.Clear();
    }
}
