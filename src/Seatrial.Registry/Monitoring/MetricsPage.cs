using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Seatrial.Registry.Monitoring;

/// <summary>Listens to the meters of one registry from its start, and writes what they have said.</summary>
/// <remarks>docs/decisions/0007: why this and not OpenTelemetry's exporter.</remarks>
internal sealed class MetricsPage : IDisposable
{
    // Requests, connections, the pool of PostgreSQL's driver, the runtime's memory; other meters are nobody's question.
    public static IReadOnlyList<string> Meters { get; } =
    [
        Measures.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql", "System.Runtime",
    ];

    private readonly ConcurrentDictionary<string, Metric> _metrics = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _reading = new();

    public MetricsPage(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Meters of another server in this process have another factory.
            if (Meters.Contains(instrument.Meter.Name) && (instrument.Meter.Scope is null || instrument.Meter.Scope == factory))
                Listen(instrument, listener);
        };
        _listener.SetMeasurementEventCallback<double>(Take);
        _listener.SetMeasurementEventCallback<long>((_, value, tags, metric) => Take(null, value, tags, metric));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, metric) => Take(null, value, tags, metric));
        _listener.Start();
    }

    /// <summary>Everything, now.</summary>
    public string Text()
    {
        lock (_reading)
        {
            foreach (var metric in _metrics.Values)
                metric.ForgetObserved();
            _listener.RecordObservableInstruments();
            return PrometheusText.Of(_metrics.Values);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Listen(Instrument instrument, MeterListener listener)
    {
        var metric = new Metric(instrument);
        listener.EnableMeasurementEvents(instrument, _metrics.GetOrAdd(metric.Name, metric));
    }

    private static void Take(Instrument? instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? metric) =>
        ((Metric)metric!).Take(value, tags);
}
