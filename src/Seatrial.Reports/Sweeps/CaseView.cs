using Seatrial.Record;

namespace Seatrial.Reports.Sweeps;

/// <summary>One case of a sweep, and what it says about the registry.</summary>
public sealed record CaseView
{
    /// <summary>What was recorded of it.</summary>
    public required CaseFinished Case { get; init; }

    /// <summary>The crossing that the fault was for.</summary>
    public required CrossingFound Crossing { get; init; }

    /// <summary>
    /// Pass, fail, hollow or harness-error. Never pass when an invariant broke, when the fault did not fire, when nothing
    /// was looked at or something could not be, whatever outcome was recorded.
    /// </summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why it is no pass; absent for a pass.</summary>
    public string? Reason { get; init; }

    /// <summary>The broken promise; absent when none was.</summary>
    public Finding? Finding { get; init; }

    /// <summary>The command line that shows it again.</summary>
    public required string Replay { get; init; }

    /// <summary>The fault and the crossing: <c>cut-after at COMMIT (registry → database)</c>.</summary>
    public string Title => $"{Case.Fault} at {CaseWording.Operation(Crossing)} ({CaseWording.Route(Crossing)})";

    /// <summary>What it came to, as one word of <see cref="CaseOutcome"/>; a case that proved nothing has no other.</summary>
    public string Word => Verdict switch
    {
        Verdict.HarnessError => Verdict.Word,
        Verdict.Hollow => IsUnreached ? CaseOutcome.Unreached.Word : Verdict.Word,
        _ => Case.Outcome.Word,
    };

    /// <summary>Whether nothing was proved because the fault did not fire.</summary>
    public bool IsUnreached => Verdict == Verdict.Hollow && (Case.Fired == 0 || Case.Outcome == CaseOutcome.Unreached);

    /// <summary>Its letter in a matrix: the outcome's first one, a capital when a promise was broken; ? and ! are never good news.</summary>
    public string Letter => Verdict switch
    {
        Verdict.HarnessError => "!",
        Verdict.Hollow => "?",
        Verdict.Pass => Initial.ToLowerInvariant(),
        _ => Initial,
    };

    private string Initial => Case.Outcome switch
    {
        // Told otherwise.
        CaseOutcome.DoneThoughToldOtherwise => "T",
        // A promise that broke although no fault fired.
        CaseOutcome.Unreached => "X",
        var outcome => outcome.ToString()[..1],
    };

    internal static CaseView Of(CaseFinished recorded, CrossingFound crossing, RunStarted start)
    {
        var (verdict, reason) = Judge(recorded);
        var view = new CaseView
        {
            Case = recorded,
            Crossing = crossing,
            Verdict = verdict,
            Reason = reason,
            Replay = Reports.Replay.OfCase(start, recorded.Case),
        };
        return verdict == Verdict.Fail ? view with { Finding = Finding.Of(view) } : view;
    }

    private static (Verdict Verdict, string? Reason) Judge(CaseFinished recorded) => recorded switch
    {
        { Outcome: CaseOutcome.HarnessError } => (Verdict.HarnessError, recorded.Problem ?? recorded.Outcome.Meaning),
        { Violations.Count: > 0 } => (Verdict.Fail, recorded.Outcome.Meaning),
        { Outcome: CaseOutcome.Stuck or CaseOutcome.Lost or CaseOutcome.Corrupt } => (Verdict.Fail, recorded.Outcome.Meaning),
        { Problem: { } problem } => (Verdict.Hollow, problem),
        { Outcome: CaseOutcome.Unreached } or { Fired: <= 0 } => (Verdict.Hollow, CaseOutcome.Unreached.Meaning),
        { Checks: <= 0 } => (Verdict.Hollow, "No invariant was looked at."),
        _ => (Verdict.Pass, null),
    };
}
