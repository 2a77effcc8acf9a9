using Seatrial.Record;
using Seatrial.Reports.Sweeps;

namespace Seatrial.Reports.Tests;

public sealed class SweepViewTests
{
    private static readonly RunView Every = RunView.From(SweepRecords.Every);

    private static readonly SweepView Publish = Every.Sweeps[0];

    [Theory]
    [InlineData(CaseOutcome.Done, 0, 1, 24, null, Verdict.Pass, "d")]
    [InlineData(CaseOutcome.NotDone, 0, 1, 24, null, Verdict.Pass, "n")]
    [InlineData(CaseOutcome.DoneThoughToldOtherwise, 0, 1, 24, null, Verdict.Pass, "t")]
    [InlineData(CaseOutcome.Recoverable, 0, 1, 24, null, Verdict.Pass, "r")]
    [InlineData(CaseOutcome.Done, 1, 1, 24, null, Verdict.Fail, "D")]
    [InlineData(CaseOutcome.DoneThoughToldOtherwise, 1, 1, 24, null, Verdict.Fail, "T")]
    [InlineData(CaseOutcome.Stuck, 0, 1, 24, null, Verdict.Fail, "S")]
    [InlineData(CaseOutcome.Lost, 0, 1, 24, null, Verdict.Fail, "L")]
    [InlineData(CaseOutcome.Corrupt, 0, 1, 24, "a store could not be read", Verdict.Fail, "C")]
    [InlineData(CaseOutcome.Unreached, 0, 0, 24, null, Verdict.Hollow, "?")]
    [InlineData(CaseOutcome.Unreached, 1, 0, 24, null, Verdict.Fail, "X")]
    [InlineData(CaseOutcome.Done, 0, 0, 24, null, Verdict.Hollow, "?")]
    [InlineData(CaseOutcome.Done, 0, 1, 0, null, Verdict.Hollow, "?")]
    [InlineData(CaseOutcome.Done, 0, 1, 24, "a store could not be read", Verdict.Hollow, "?")]
    [InlineData(CaseOutcome.HarnessError, 0, 1, 24, "no lane", Verdict.HarnessError, "!")]
    [InlineData(CaseOutcome.HarnessError, 1, 1, 24, "no lane", Verdict.HarnessError, "!")]
    public void A_case_passes_only_when_it_proved_something_and_nothing_broke(
        CaseOutcome outcome, int violations, int fired, int checks, string? problem, Verdict verdict, string letter)
    {
        var recorded = SweepRecords.Case(1, 1, "error", outcome) with
        {
            Violations = [.. Enumerable.Repeat(new BrokenInvariant("I1", "meanwhile", "e", "a"), violations)],
            Fired = fired,
            Checks = checks,
            Problem = problem,
        };
        var view = Assert.Single(Swept(recorded).Sweeps[0].Cases);
        Assert.Equal((verdict, letter), (view.Verdict, view.Letter));
        Assert.Equal(verdict == Verdict.Pass, view.Reason is null);
        Assert.Equal(verdict == Verdict.Fail, view.Finding is not null);
    }

    [Theory]
    [InlineData(CaseOutcome.Done, Verdict.Pass)]
    [InlineData(CaseOutcome.Stuck, Verdict.Fail)]
    [InlineData(CaseOutcome.Unreached, Verdict.Hollow)]
    [InlineData(CaseOutcome.HarnessError, Verdict.HarnessError)]
    public void The_worst_news_of_the_cases_is_the_verdict_of_the_run(CaseOutcome outcome, Verdict expected) =>
        Assert.Equal(expected, Swept(SweepRecords.Case(1, 1, "error", CaseOutcome.NotDone), SweepRecords.Case(2, 1, "hang", outcome)).Verdict);

    [Fact]
    public void A_run_of_sweeps_alone_in_which_all_was_kept_is_a_pass()
    {
        var run = RunView.From(SweepRecords.Green);
        Assert.Equal(Verdict.Pass, run.Verdict);
        Assert.Empty(run.Shortfalls);
        Assert.Empty(run.Findings);
        Assert.Contains("\n1 sweep of 2 crossings: 2 cases, 0 violations, 0 unreached.\n", Report.Markdown(run), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_with_scenarios_and_sweeps_fails_when_either_does()
    {
        RecordEvent[] sweep = SweepRecords.Green[1..^1];
        var broken = SweepRecords.Case(9, 1, "hang", CaseOutcome.Stuck);
        Assert.Equal(Verdict.Pass, RunView.From([.. Records.Green[..^1], .. sweep, Records.Green[^1]]).Verdict);
        Assert.Equal(Verdict.Fail, RunView.From([.. Records.Green[..^1], .. sweep, broken, Records.Green[^1]]).Verdict);
        Assert.Equal(Verdict.Fail, RunView.From([.. Records.Full[..^1], .. sweep, Records.Full[^1]]).Verdict);
    }

    [Fact]
    public void A_crossing_on_which_two_recordings_disagree_is_counted_and_has_cases_or_a_rule_like_every_other()
    {
        var found = SweepRecords.Found("publish", 2) with { Unstable = "in one of two recordings" };
        var left = RunView.From([.. SweepRecords.Green[..^1], found,
            new CasePruned { Workflow = "publish", Crossing = found.Crossing, Fault = "error", Reason = "it comes and goes" }, SweepRecords.Green[^1]]);
        Assert.Equal((Verdict.Pass, 1), (left.Verdict, left.Sweeps[0].Unstable));
        Assert.Contains("1 crossing unstable", left.Sweeps[0].Tally, StringComparison.Ordinal);
        Assert.Equal(Verdict.Hollow, With(found).Verdict);
    }

    [Fact]
    public void A_crossing_without_a_case_and_without_a_rule_was_forgotten()
    {
        var run = With(SweepRecords.Found("publish", 2));
        Assert.Equal(Verdict.Hollow, run.Verdict);
        Assert.Equal("1 crossing of publish had no case, and no rule says why.", Assert.Single(run.Shortfalls));
    }

    [Fact]
    public void Where_a_part_of_the_cases_only_is_tried_a_crossing_may_have_none()
    {
        var run = RunView.From([.. SweepRecords.Green[..^1].Select(each => each is SweepStarted start ? start with { Only = "shard 1 of 4" } : each),
            SweepRecords.Found("publish", 2), SweepRecords.Green[^1]]);
        Assert.Equal(Verdict.Pass, run.Verdict);
        Assert.Equal("shard 1 of 4", run.Sweeps[0].Only);
    }

    [Fact]
    public void A_crossing_that_a_rule_leaves_out_was_not_forgotten() => Assert.Equal(Verdict.Pass, With(
        SweepRecords.Found("publish", 2), new CasePruned { Workflow = "publish", Crossing = "c2", Fault = "error", Reason = "it begins a transaction" }).Verdict);

    [Fact]
    public void A_sweep_that_never_finished_could_not_be_made_or_tried_nothing_is_not_green()
    {
        Assert.Equal(Verdict.HarnessError, RunView.From([.. SweepRecords.Green.Where(each => each is not SweepFinished)]).Verdict);
        Assert.Equal(Verdict.HarnessError, With(SweepRecords.Begin("yank") with { Problem = "it fails without a fault" }).Verdict);
        var nothing = RunView.From([.. SweepRecords.Green.Where(each => each is not (CaseFinished or CasePruned))]);
        Assert.Equal(Verdict.Hollow, nothing.Verdict);
        Assert.Contains("Nothing was proved.", Report.Markdown(nothing), StringComparison.Ordinal);
    }

    [Fact]
    public void Crossings_stand_in_the_order_of_the_first_recording_and_those_under_a_fault_last()
    {
        var places = Publish.Crossings.Where(crossing => crossing.Under is null).Select(crossing => crossing.Place).ToList();
        Assert.Equal(places.Order(), places);
        Assert.Equal("c7b", Publish.Crossings[^1].Crossing);
    }

    [Fact]
    public void Faults_stand_in_the_order_of_their_kinds_and_their_variants_beside_them() => Assert.Equal(
        ["error", "error 40001 sticky", "cut-before", "cut-after", "truncated", "late-delivery", "slow", "hang", "outage", "kill-before", "kill-after", "pause", Records.Hostile],
        Publish.Faults.Select(fault => fault.Name));

    [Fact]
    public void What_was_not_tried_is_counted_by_its_rule_the_most_frequent_first()
    {
        Assert.Equal(6, Publish.Pruned.Count);
        Assert.Equal([2, 2, 1, 1], Publish.PruneReasons.Select(reason => reason.Count));
    }

    [Fact]
    public void The_numbers_of_a_sweep_tell_apart_what_broke_what_proved_nothing_and_what_the_tester_could_not_do()
    {
        Assert.Equal(18, Publish.Cases.Count);
        Assert.Equal((9, 1, 2, 1, 1), (Publish.Count(Verdict.Fail), Publish.Unreached, Publish.Count(Verdict.Hollow) - Publish.Unreached, Publish.Count(Verdict.HarnessError), Publish.Unstable));
        Assert.Equal(17, Publish.Fired);
    }

    [Fact]
    public void A_broken_case_is_a_finding_that_names_the_crossing_the_invariant_and_how_to_see_it_again()
    {
        var finding = Every.Findings.Single(each => each.Id == "publish-0a0006");
        Assert.Equal("publish: cut-before at COMMIT (registry → database): stuck", finding.Title);
        Assert.Equal("I6", finding.Invariant);
        Assert.Equal(Boundary.RegistryDatabase, finding.Boundary);
        Assert.Equal("./seatrial replay publish-0a0006", finding.Replay);
        Assert.Equal("sweep/publish", finding.Scenario);
    }

    [Fact]
    public void A_finding_of_another_topology_is_replayed_there()
    {
        var start = Records.Start with { Target = Records.Start.Target with { Topology = "full" } };
        var run = RunView.From([start, .. SweepRecords.Every[1..]]);
        Assert.All(run.Sweeps[0].Cases, each => Assert.EndsWith(" --topology full", each.Replay, StringComparison.Ordinal));
    }

    [Fact]
    public void Shards_that_were_merged_are_one_sweep_and_the_worse_of_two_cases_stays()
    {
        var worse = SweepRecords.Case(1, 1, "error", CaseOutcome.Stuck);
        RecordEvent[] other = [.. SweepRecords.Green[..4], worse, .. SweepRecords.Green[6..]];
        var run = RunView.From([.. SweepRecords.Green, .. other]);
        var sweep = Assert.Single(run.Sweeps);
        Assert.Equal(2, sweep.Cases.Count);
        Assert.Equal(CaseOutcome.Stuck, sweep.Cases[0].Case.Outcome);
        Assert.Equal(Verdict.HarnessError, RunView.From([.. SweepRecords.Green, .. SweepRecords.Green.Where(each => each is not SweepFinished)]).Verdict);
    }

    private static RunView Swept(params CaseFinished[] cases) =>
        RunView.From([Records.Start, SweepRecords.Begin("publish"), .. cases, new SweepFinished { Workflow = "publish", Milliseconds = 1, CleanMilliseconds = 1 }, new RunFinished { Milliseconds = 1 }]);

    private static RunView With(params RecordEvent[] more) => RunView.From([.. SweepRecords.Green[..^1], .. more, SweepRecords.Green[^1]]);
}
