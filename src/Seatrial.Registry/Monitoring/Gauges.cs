using System.Diagnostics.Metrics;
using Seatrial.Registry.Edge;

namespace Seatrial.Registry.Monitoring;

/// <summary>The instruments that are read when somebody looks. Until then nothing is asked of anybody.</summary>
internal sealed class Gauges
{
    /// <summary>How long a look may wait for a new sample; a dependency that hangs shows a moment later.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly Site _site;
    private Task _sampling = Task.CompletedTask;
    private volatile Sample? _last;

    public Gauges(Site site, PageCache? edge)
    {
        _site = site;
        var meter = site.Measures.Meter;
        meter.CreateObservableGauge("registry.dependency.up", Dependencies, null, "Whether a dependency answers: 1 or 0.");
        meter.CreateObservableGauge("registry.jobs.waiting", () => Told(one => one.Waiting), null, "Living jobs in the outbox, up to 10000.");
        meter.CreateObservableGauge("registry.jobs.dead", () => Told(one => one.Dead), null, "Dead jobs in the outbox, up to 10000.");
        meter.CreateObservableGauge("registry.jobs.oldest.age", () => Told(one => one.OldestSeconds), "s", "The age of the oldest living job.");
        meter.CreateObservableCounter("registry.downloads.counted", () => site.DownloadCounter.Counted, null, "Downloads that this process has counted.");
        meter.CreateObservableCounter("registry.downloads.written", () => site.DownloadCounter.Written, null, "Counted downloads that are in the database.");
        if (edge is not null)
            meter.CreateObservableCounter("registry.edge.answers", () => Edge(edge.Counts), null, "Answers of the edge by where they came from.");
    }

    /// <summary>Asks the dependencies anew. One question at a time, however many look.</summary>
    public async Task Refresh(CancellationToken cancel)
    {
        Task sampling;
        lock (_lock)
            sampling = _sampling.IsCompleted ? _sampling = Task.Run(async () => _last = await Sample.Take(_site), CancellationToken.None) : _sampling;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(sampling, Task.Delay(Patience, _site.Clock, over.Token));
        await over.CancelAsync();
    }

    private IEnumerable<Measurement<int>> Dependencies() => _last is { Dependencies: var known }
        ?
        [
            new(known.Database ? 1 : 0, new KeyValuePair<string, object?>("dependency", "database")),
            new(known.Storage ? 1 : 0, new KeyValuePair<string, object?>("dependency", "storage")),
        ]
        : [];

    // Nothing is told, rather than something old, when the database did not say.
    private IEnumerable<Measurement<double>> Told(Func<Jobs.OutboxDepth, double> number) =>
        _last is { Outbox: { } outbox } ? [new(number(outbox))] : [];

    private static IEnumerable<Measurement<long>> Edge(EdgeCounts counts) =>
    [
        new(counts.Hits, new KeyValuePair<string, object?>("cache", "hit")),
        new(counts.Misses, new KeyValuePair<string, object?>("cache", "miss")),
        new(counts.Stale, new KeyValuePair<string, object?>("cache", "stale")),
    ];
}
