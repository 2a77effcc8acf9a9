using System.Text.Json;
using Seatrial.Record;

namespace Seatrial.Reports;

/// <summary>The words and signs that all reports use for verdicts, boundaries, counts and times.</summary>
internal static class Wording
{
    /// <summary>The verdicts in the order in which they are counted: news first, then what was not tested.</summary>
    public static readonly Verdict[] Verdicts =
    [
        Verdict.Pass, Verdict.Fail, Verdict.HarnessError, Verdict.Hollow, Verdict.Unstable, Verdict.Inapplicable, Verdict.Disabled,
    ];

    extension(Verdict verdict)
    {
        /// <summary>The verdict as the record writes it.</summary>
        public string Word => Kebab(verdict);

        /// <summary>A sign that tells the verdict without colour.</summary>
        public string Sign => verdict switch
        {
            Verdict.Pass => "✓",
            Verdict.Fail => "✗",
            Verdict.HarnessError => "!",
            Verdict.Hollow => "○",
            Verdict.Unstable => "≈",
            Verdict.Inapplicable => "–",
            _ => "⊘",
        };

        /// <summary>Whether the scenario was left out on purpose, so that it is neither green nor red.</summary>
        public bool Skipped => verdict is Verdict.Inapplicable or Verdict.Disabled;
    }

    extension(Boundary boundary)
    {
        /// <summary>The boundary as the record writes it.</summary>
        public string Word => Kebab(boundary);

        /// <summary>The two sides, as people write them.</summary>
        public string Sides => boundary switch
        {
            Boundary.ClientRegistry => "client ↔ registry",
            Boundary.RegistryCdn => "registry ↔ CDN",
            _ => Kebab(boundary).Replace("-", " ↔ ", StringComparison.Ordinal),
        };
    }

    extension(RunView run)
    {
        /// <summary>The verdict as one sentence.</summary>
        public string Headline => run switch
        {
            { Verdict: Verdict.Pass } => "Every promise that was tested was kept.",
            { Verdict: Verdict.Fail, Findings.Count: > 1 } => Count(run.Findings.Count, "promise") + " were broken.",
            { Verdict: Verdict.Fail } => "A promise was broken.",
            { Interrupted: true } => "The run was cut short.",
            { Verdict: Verdict.HarnessError } => "The tester itself failed.",
            _ when run.Count(Verdict.Pass) + run.Sweeps.Sum(sweep => sweep.Count(Verdict.Pass)) + run.Races.Count(race => race.Verdict == Verdict.Pass)
                + run.Histories.Count(history => history.Verdict == Verdict.Pass) + run.Loads.Count(load => load.Verdict == Verdict.Pass) == 0 => "Nothing was proved.",
            _ => "Part of the run proved nothing.",
        };

        /// <summary>How many scenarios came to what: <c>3 scenarios: 2 pass, 1 fail</c>.</summary>
        public string Tally
        {
            get
            {
                var counts = Verdicts.Where(verdict => run.Count(verdict) > 0).Select(verdict => $"{run.Count(verdict)} {verdict.Word}");
                return $"{Count(run.Scenarios.Count, "scenario")}: {string.Join(", ", counts)}".TrimEnd(' ', ':');
            }
        }

        /// <summary>The run in numbers, as sentences: its sweeps, its scenarios, its rules, as far as it has any.</summary>
        public string Tallies
        {
            get
            {
                if (run.Sweeps.Count == 0 && !run.HasRaces && run.Loads.Count == 0)
                    return $"{run.Tally}. {run.RuleTally}.";
                List<string> sentences = [];
                if (run.Sweeps.Count > 0)
                    sentences.Add(run.SweepTally);
                if (run.HasRaces)
                    sentences.Add(run.RaceTally);
                if (run.Loads.Count > 0)
                    sentences.Add($"{Count(run.Loads.Count, "load")} of {Count(run.Loads.Sum(load => load.All.Ended), "request")}");
                if (run.Scenarios.Count > 0)
                    sentences.Add(run.Tally);
                if (run.Rules.Count > 0)
                    sentences.Add(run.RuleTally);
                return string.Join(" ", sentences.Select(sentence => sentence + "."));
            }
        }

        /// <summary>All sweeps in numbers: <c>2 sweeps of 61 crossings: 530 cases, 0 violations, 0 unreached</c>.</summary>
        public string SweepTally =>
            $"{Count(run.Sweeps.Count, "sweep")} of {Count(run.Sweeps.Sum(sweep => sweep.Crossings.Count), "crossing")}: " +
            $"{Count(run.Sweeps.Sum(sweep => sweep.Cases.Count), "case")}, {Count(run.Sweeps.Sum(sweep => sweep.Count(Verdict.Fail)), "violation")}, " +
            $"{run.Sweeps.Sum(sweep => sweep.Unreached)} unreached";

        /// <summary>Whether any race was run, or any history checked.</summary>
        public bool HasRaces => run.Races.Count + run.Histories.Count > 0;

        /// <summary>All races and histories in numbers: <c>5 races at 93 positions: 0 violations; 1 history of 4000 operations under 31 faults: 0 violations</c>.</summary>
        public string RaceTally
        {
            get
            {
                HistoryChecked[] random = [.. run.Histories.Where(history => history.Position is null)];
                List<string> parts = [];
                if (run.Races.Count > 0)
                    parts.Add($"{Count(run.Races.Count, "race")} at {Count(run.Races.Sum(race => race.Reached), "position")}: {Count(run.Races.Sum(race => race.Broken), "violation")}");
                if (random.Length > 0)
                    parts.Add($"{(random.Length == 1 ? "1 history" : $"{random.Length} histories")} of {Count(random.Sum(history => history.Operations), "operation")} under "
                        + $"{Count(random.Sum(history => history.Faults), "fault")}: {Count(random.Count(history => history.Verdict == Verdict.Fail), "violation")}");
                return string.Join("; ", parts);
            }
        }

        /// <summary>How far the rules of the contract are supported.</summary>
        public string RuleTally => $"{Count(run.Rules.Count, "rule")} of the contract: {run.Count(RuleState.Proven)} proven, {run.Count(RuleState.Asserted)} asserted, " +
            $"{run.Count(RuleState.Broken)} broken, {run.Count(RuleState.Untested)} untested, {run.Count(RuleState.Untestable)} untestable";
    }

    /// <summary>The state of a rule as one word.</summary>
    public static string Word(RuleState state) => Kebab(state);

    /// <summary>A number and its noun: <c>1 step</c>, <c>2 steps</c>.</summary>
    public static string Count(long number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>A time as people say it: <c>12 ms</c>, <c>3.4 s</c>, <c>2 min 5 s</c>.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 1000 } => $"{time.TotalMilliseconds:0} ms",
        { TotalMinutes: < 1 } => $"{time.TotalSeconds:0.0} s",
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes} min",
    };

    /// <summary>A moment in UTC, to the second.</summary>
    public static string Moment(DateTimeOffset at) => $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";

    /// <summary>A member of an enum as the record writes it.</summary>
    public static string Kebab<T>(T word)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString());
}
