using Seatrial.Record;

namespace Seatrial.Reports;

/// <summary>What a run comes to, given what its scenarios came to, and the exit code that says so.</summary>
public static class RunVerdict
{
    /// <summary>
    /// The verdict of a run: fail, harness-error, hollow or pass. The worst news wins, and a run is a pass only when it
    /// reached its end, something passed, and nothing was left unproved.
    /// </summary>
    /// <param name="verdicts">The verdicts of the run's scenarios, in any order.</param>
    /// <param name="interrupted">Whether the run ended before its time.</param>
    public static Verdict Of(IEnumerable<Verdict> verdicts, bool interrupted)
    {
        var seen = verdicts.ToHashSet();
        if (seen.Contains(Verdict.Fail))
            return Verdict.Fail;
        if (interrupted || seen.Contains(Verdict.HarnessError))
            return Verdict.HarnessError;

        // Two runs that disagree prove as little as a run that looked at nothing; only pass is green.
        var unproved = seen.Contains(Verdict.Hollow) || seen.Contains(Verdict.Unstable);
        return unproved || !seen.Contains(Verdict.Pass) ? Verdict.Hollow : Verdict.Pass;
    }

    /// <summary>The process exit code of a run: 0 pass, 1 fail, 3 harness-error, 4 hollow. (2 is wrong usage: no run.)</summary>
    /// <param name="verdict">A verdict that <see cref="Of"/> gave.</param>
    /// <exception cref="ArgumentOutOfRangeException">The verdict is one of a scenario, not of a run.</exception>
    public static int ExitCode(Verdict verdict) => verdict switch
    {
        Verdict.Pass => 0,
        Verdict.Fail => 1,
        Verdict.HarnessError => 3,
        Verdict.Hollow => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "A run has no such verdict."),
    };
}
