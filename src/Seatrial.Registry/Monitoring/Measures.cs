using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Seatrial.Registry.Monitoring;

/// <summary>What the registry measures about itself: its meter and its spans, under the names of its workflows.</summary>
/// <remarks>Nobody listening costs one look at a flag for each measure.</remarks>
internal sealed class Measures(IMeterFactory meters)
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "Seatrial.Registry";

    // From a statement on a warm connection to a job at its limit (JobTiming.MaxRun); the promises of 0.5 s are readable.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25],
    };

    private static readonly ActivitySource Spans = new(Name);

    private readonly Histogram<double> _steps = meters.Create(Name).CreateHistogram("registry.step.duration", "s",
        "How long the steps of workflows took.", null, Seconds);

    private readonly Histogram<double> _storage = meters.Create(Name).CreateHistogram("registry.storage.duration", "s",
        "How long calls of the storage took.", null, Seconds);

    /// <summary>Where further instruments belong.</summary>
    public Meter Meter => meters.Create(Name);

    /// <summary>The span of a whole workflow; null when nobody traces.</summary>
    public static Activity? Span(string workflow) => Spans.StartActivity(workflow);

    /// <summary>Begins to measure a step; null when nobody listens.</summary>
    public StepMeasure? Begin(string workflow, string step, Attempt attempt) => _steps.Enabled || Spans.HasListeners()
        ? new StepMeasure(_steps, Spans.StartActivity($"{workflow}/{step}"), workflow, step, attempt)
        : null;

    /// <summary>One call of the storage that has ended.</summary>
    public void Storage(string operation, bool answered, TimeSpan time)
    {
        if (_storage.Enabled)
            _storage.Record(time.TotalSeconds, new("operation", operation), new("outcome", answered ? "answered" : "failed"));
    }
}
