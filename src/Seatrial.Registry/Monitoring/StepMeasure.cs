using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Seatrial.Registry.Monitoring;

/// <summary>The time and the span of one step that runs; its end is the measure.</summary>
internal sealed class StepMeasure(Histogram<double> steps, Activity? span, string workflow, string step, Attempt attempt) : IDisposable
{
    private readonly long _begun = attempt.Site.Clock.GetTimestamp();
    private string? _outcome;

    /// <summary>The step has come to an end of its own; an exception has not.</summary>
    public void Ended(Refusal? refusal) => _outcome = refusal switch
    {
        null => "done",
        { IsOutage: true } => "unavailable",
        _ => "refused",
    };

    public void Dispose()
    {
        var outcome = _outcome ?? (attempt.Cancel.IsCancellationRequested ? "cancelled" : "failed");
        steps.Record(attempt.Site.Clock.GetElapsedTime(_begun).TotalSeconds,
            new("workflow", workflow), new("step", step), new("outcome", outcome));
        span?.SetTag("outcome", outcome);
        if (outcome is "unavailable" or "failed")
            span?.SetStatus(ActivityStatusCode.Error);
        span?.Dispose();
    }
}
