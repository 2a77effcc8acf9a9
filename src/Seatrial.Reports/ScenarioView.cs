using Seatrial.Record;

namespace Seatrial.Reports;

/// <summary>One scenario of a run, with everything that was recorded of it.</summary>
public sealed record ScenarioView
{
    /// <summary>The scenario's id, such as <c>publish/new-crate</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it shows, in one sentence; its id when the record does not say.</summary>
    public required string Title { get; init; }

    /// <summary>The user's story; empty when the record does not say.</summary>
    public required string Story { get; init; }

    /// <summary>The rules of the contract that it is about.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>The edge cases that it covers or names.</summary>
    public required IReadOnlyList<string> EdgeCases { get; init; }

    /// <summary>What it came to. Never pass when a check failed, when no check looked, or when it is not <see cref="Finished"/>.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why, in one sentence; absent for a pass.</summary>
    public string? Reason { get; init; }

    /// <summary>When it began; when the record does not say, when something was first recorded of it.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>How long it took; for one that never finished, the time until its last event.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Whether the record holds its end.</summary>
    public required bool Finished { get; init; }

    /// <summary>Its steps, by ordinal.</summary>
    public required IReadOnlyList<StepView> Steps { get; init; }

    /// <summary>The first part of its id: the group of the catalogue that it belongs to.</summary>
    public string Group => Id.Split('/', 2)[0];

    /// <summary>All checks of its steps, in order.</summary>
    public IEnumerable<Checked> Checks => Steps.SelectMany(step => step.Checks);
}

/// <summary>One step of a scenario, with what crossed the wire, what ran and what was checked in it.</summary>
public sealed record StepView
{
    /// <summary>Its place in the scenario, from 1; 0 gathers what was recorded outside of all steps.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The part of the scenario it is.</summary>
    public required Part Part { get; init; }

    /// <summary>What it does.</summary>
    public required string Title { get; init; }

    /// <summary>Why it did not reach its end; absent when it did.</summary>
    public string? Problem { get; init; }

    /// <summary>How long it took; zero when it never finished.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The requests made in it, in order.</summary>
    public required IReadOnlyList<Exchanged> Exchanges { get; init; }

    /// <summary>The programs run in it, in order.</summary>
    public required IReadOnlyList<CommandRan> Commands { get; init; }

    /// <summary>The checks made in it, in order.</summary>
    public required IReadOnlyList<Checked> Checks { get; init; }

    /// <summary>The requests and the programs together, in the order in which they began.</summary>
    public IReadOnlyList<(StepEvent Act, TimeSpan Duration)> Acts =>
    [
        .. Exchanges.Select(exchange => (Act: (StepEvent)exchange, Duration: TimeSpan.FromMilliseconds(exchange.Milliseconds)))
            .Concat(Commands.Select(ran => (Act: (StepEvent)ran, Duration: TimeSpan.FromMilliseconds(ran.Milliseconds))))
            // What is recorded is recorded when it has ended.
            .OrderBy(done => done.Act.At.UtcTicks - done.Duration.Ticks),
    ];

    /// <summary>Whether it reached its end and every check in it held.</summary>
    public bool Held => Problem is null && Checks.All(check => check.Passed);
}
