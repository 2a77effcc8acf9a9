using Seatrial.Record;

namespace Seatrial.Reports.Sweeps;

/// <summary>The sweep of one workflow: its crossings, its faults, and what each of the two together came to.</summary>
public sealed record SweepView
{
    /// <summary>The workflow's name.</summary>
    public required string Workflow { get; init; }

    /// <summary>What the user does in it; empty when the record does not say.</summary>
    public required string Story { get; init; }

    /// <summary>The crossings in their order; those that appear only under a fault come last.</summary>
    public required IReadOnlyList<CrossingFound> Crossings { get; init; }

    /// <summary>The faults that some crossing had, or was spared by a rule, in the order of the kinds.</summary>
    public required IReadOnlyList<FaultFacts> Faults { get; init; }

    /// <summary>The cases in the order of the crossings and the faults.</summary>
    public required IReadOnlyList<CaseView> Cases { get; init; }

    /// <summary>The crossings and faults that were not tried, in the order of the crossings and the faults.</summary>
    public required IReadOnlyList<CasePruned> Pruned { get; init; }

    /// <summary>The invariants that could not be looked at, each with the reason.</summary>
    public required IReadOnlyList<string> NotChecked { get; init; }

    /// <summary>Why a part of the cases only was tried; absent when all were.</summary>
    public required string? Only { get; init; }

    /// <summary>Why the sweep is no pass, as far as no case says so.</summary>
    public required IReadOnlyList<string> Shortfalls { get; init; }

    /// <summary>What the sweep came to besides its cases: pass when it has no <see cref="Shortfalls"/>.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>How long it took; of several shards, the longest.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How long the workflow takes without a fault.</summary>
    public required TimeSpan Clean { get; init; }

    /// <summary>How many cases came to <paramref name="verdict"/>. A fail is a case that broke a promise.</summary>
    public int Count(Verdict verdict) => Cases.Count(each => each.Verdict == verdict);

    /// <summary>In how many cases the fault was done.</summary>
    public int Fired => Cases.Count(each => each.Case.Fired > 0);

    /// <summary>In how many cases it was not, so that nothing was proved.</summary>
    public int Unreached => Cases.Count(each => each.IsUnreached);

    /// <summary>How many crossings come and go: two recordings disagree on them, and a case that does not reach them is left out.</summary>
    public int Unstable => Crossings.Count(crossing => crossing.Unstable is not null);

    /// <summary>The rules by which cases were left out, with how many each, the most frequent first.</summary>
    public IReadOnlyList<(string Reason, int Count)> PruneReasons =>
        [.. Pruned.GroupBy(pruned => pruned.Reason).Select(group => (group.Key, group.Count()))
            .OrderByDescending(reason => reason.Item2).ThenBy(reason => reason.Key, StringComparer.Ordinal)];

    /// <summary>The sweep in numbers: <c>43 crossings, 310 cases: 310 fired, 0 violations, 0 unreached</c>.</summary>
    public string Tally
    {
        get
        {
            List<string> counts = [$"{Fired} fired", Wording.Count(Count(Verdict.Fail), "violation"), $"{Unreached} unreached"];
            if (Count(Verdict.Hollow) - Unreached is > 0 and var hollow)
                counts.Add($"{hollow} hollow");
            if (Count(Verdict.HarnessError) is > 0 and var errors)
                counts.Add($"{errors} harness-error");
            if (Unstable > 0)
                counts.Add($"{Wording.Count(Unstable, "crossing")} unstable");
            return $"{Wording.Count(Crossings.Count, "crossing")}, {Wording.Count(Cases.Count, "case")}: {string.Join(", ", counts)}";
        }
    }
}
