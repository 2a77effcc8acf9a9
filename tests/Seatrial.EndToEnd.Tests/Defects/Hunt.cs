using System.Diagnostics;
using Seatrial.Cli.Topology;
using Seatrial.Record;
using Seatrial.Scenarios;
using Seatrial.Scenarios.Races;
using Seatrial.Scenarios.Sweeps;

namespace Seatrial.EndToEnd.Tests.Defects;

/// <summary>What one command of the tester has found in one registry.</summary>
/// <param name="Findings">The invariants and rules that its findings name.</param>
/// <param name="Details">What was seen, in words.</param>
/// <param name="Time">How long it took: until the named finding, or to the end.</param>
internal sealed record Hunt(IReadOnlySet<string> Findings, IReadOnlyList<string> Details, TimeSpan Time)
{
    /// <summary>Far above what the narrow commands take on a busy machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    // Of each sweep of the registry as it is; all of its cases are run elsewhere.
    private const int MostCleanCases = 10;

    // So many are made of each, when nothing is found before.
    private const int Histories = 3;

    // What stands for an invariant when the tester itself could not go on.
    private const string Tester = "the tester";

    // Names are of one sweep and one registry, so they can be the same in all.
    public const string Namespace = "planted";

    /// <summary>Whether nothing was found.</summary>
    public bool IsGreen => Details.Count == 0;

    /// <summary>What was found in a history, with its counterexample; null when the command was another one.</summary>
    public HistoryChecked? History { get; init; }

    /// <summary>Looks for a defect, as its check says.</summary>
    public static Task<Hunt> For(PlantedDefect defect)
    {
        string[] program = [PlantedDefect.Program, "--defect", defect.Name];
        return defect.Verb switch
        {
            "sweep" => Sweep(program, defect.Subject, defect.Faults, defect.Finding),
            "race" => Race(program, defect.Subject, defect.Finding),
            "history" => ForHistory(program, defect.Made, defect.Finding),
            _ => Run(() => RegistryProcess.StartWithDefectAsync(defect.Name), defect.Subject),
        };
    }

    /// <summary>Sweeps a registry; ends at the finding that is wanted.</summary>
    /// <param name="program">The registry's program, and what stands before its options.</param>
    /// <param name="workflow">The workflow.</param>
    /// <param name="faults">The kinds of faults.</param>
    /// <param name="wanted">The invariant whose break ends the sweep; null to end after a few cases, chosen by the seed.</param>
    public static Task<Hunt> Sweep(IReadOnlyList<string> program, string workflow, IReadOnlyList<string> faults, string? wanted)
    {
        var options = new SweepOptions { Lanes = 1, Seed = 1, Namespace = Namespace, Faults = faults, MostCases = wanted is null ? MostCleanCases : null };
        return Record(wanted, (record, secrets, over) => new Scenarios.Sweeps.Sweep(
            cancelled => EmbeddedLane.StartAsync(program, cancelled), options, null, record, secrets, TimeProvider.System).RunAsync([workflow], over));
    }

    /// <summary>Runs a race; ends at the finding that is wanted.</summary>
    public static Task<Hunt> Race(IReadOnlyList<string> program, string race, string wanted)
    {
        var options = new RacingOptions { Lanes = 1, Seed = 1, Namespace = Namespace };
        return Record(wanted, (record, secrets, over) => new Racing(
            cancelled => EmbeddedLane.StartAsync(program, cancelled), options, record, secrets, TimeProvider.System).RunAsync([race], over));
    }

    /// <summary>Makes random histories and checks them, each with the seed after the last one's; ends at the finding that is wanted.</summary>
    /// <remarks>When the clients meet no seed says, so a history may pass by what the next one finds.</remarks>
    public static Task<Hunt> ForHistory(IReadOnlyList<string> program, HistoryOptions options, string? wanted) => Record(wanted, async (record, secrets, over) =>
    {
        for (var number = 0UL; number < Histories && !over.IsCancellationRequested; number++)
        {
            var one = new HistoryRun(cancelled => EmbeddedLane.StartAsync(program, cancelled), options with { Seed = options.Seed + number }, record, secrets, TimeProvider.System);
            if (await one.RunAsync(over) is { } problem)
                return problem;
        }

        return null;
    });

    private static async Task<Hunt> Record(string? wanted, Func<RecordWriter, Secrets, CancellationToken, Task<string?>> act)
    {
        var (begun, found, details) = (Stopwatch.GetTimestamp(), new HashSet<string>(), new List<string>());
        using var over = new CancellationTokenSource(Limit);
        var secrets = new Secrets();
        using var record = new RecordWriter(Stream.Null, TimeProvider.System, secrets);
        TimeSpan? time = null;
        HistoryChecked? history = null;
        var events = 0;
        record.Written += written =>
        {
            events++;
            history = written as HistoryChecked ?? history;
            foreach (var (invariant, detail) in Broken(written))
            {
                found.Add(invariant);
                details.Add(detail);
                if (invariant != wanted || time is not null)
                    continue;
                time = Stopwatch.GetElapsedTime(begun);
                _ = over.CancelAsync();
            }
        };
        var problem = await act(record, secrets, over.Token);
        // An invariant that breaks without any fault ends a sweep before its first case.
        if (problem is not null)
            foreach (var (invariant, detail) in Words(problem))
            {
                found.Add(invariant);
                details.Add(detail);
            }

        if (time is null && over.IsCancellationRequested)
        {
            found.Add(Tester);
            details.Add($"it did not end within {Limit.TotalMinutes} min, and had written {events} events");
        }

        return new Hunt(found, details, time ?? Stopwatch.GetElapsedTime(begun)) { History = history };
    }

    /// <summary>Runs scenarios against a registry, as a user would.</summary>
    public static async Task<Hunt> Run(Func<Task<RegistryProcess>> start, params string[] scenarios)
    {
        using var tool = new Tool();
        await using var registry = await start();
        var begun = Stopwatch.GetTimestamp();
        var run = await tool.RunAsync([.. scenarios, "--registry", registry.Index, "--token", registry.AdminToken]);
        var time = Stopwatch.GetElapsedTime(begun);
        Assert.True(run.ExitCode is 0 or 1, run.StandardError);
        var findings = tool.Summary().GetProperty("findings").EnumerateArray().ToArray();
        Assert.Equal(run.ExitCode == 1, findings.Length > 0);
        return new Hunt(
            findings.SelectMany(finding => finding.GetProperty("rules").EnumerateArray()).Select(rule => rule.GetString()!).ToHashSet(),
            [.. findings.Select(finding => finding.ToString())], time);
    }

    private static IEnumerable<(string Invariant, string Detail)> Broken(RecordEvent written) => written switch
    {
        CaseFinished { Outcome: CaseOutcome.HarnessError } finished => [(Tester, $"{finished.Case}: {finished.Problem}")],
        CaseFinished finished => finished.Violations.Select(broken =>
            (broken.Invariant, $"{finished.Case} {finished.Crossing} {finished.Fault}: {broken.Invariant} {broken.When}: expected {broken.Expected}; {broken.Actual}")),
        HistoryChecked { Verdict: Verdict.Fail } history => history.Broken.Select(broken => (broken.Invariant, history.Sentence)),
        // Of a race, its positions say what broke.
        HistoryChecked { Verdict: not Verdict.Pass } history => [(Tester, history.Sentence)],
        RaceFinished { Verdict: not (Verdict.Pass or Verdict.Fail) } race => [(Tester, race.Sentence)],
        // The checks at the end of a sweep begin with their invariant.
        Checked { Passed: false } check => [(check.Check[..check.Check.IndexOf(':', StringComparison.Ordinal)], $"{check.Check}: {check.Actual}")],
        _ => [],
    };

    private static IEnumerable<(string Invariant, string Detail)> Words(string problem)
    {
        var invariant = System.Text.RegularExpressions.Regex.Match(problem, " breaks (I[0-9]+) without a fault");
        return [(invariant.Success ? invariant.Groups[1].Value : Tester, problem)];
    }
}
