using Seatrial.Record;

namespace Seatrial.Reports.Tests;

public sealed class RunViewTests
{
    private static readonly RunView Full = RunView.From(Records.Full);

    [Fact]
    public void Scenarios_stand_in_id_order_whatever_the_order_in_which_they_ran()
    {
        var ids = Full.Scenarios.Select(scenario => scenario.Id).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.NotEqual(Records.Full.OfType<ScenarioFinished>().Select(end => end.Scenario), ids);
    }

    [Fact]
    public void A_scenario_holds_its_steps_with_what_happened_in_each()
    {
        var scenario = Full.Scenarios.Single(each => each.Id == "publish/new-crate");
        Assert.Equal("publish", scenario.Group);
        Assert.Equal([Part.Setup, Part.Step, Part.Cleanup], scenario.Steps.Select(step => step.Part));
        Assert.Single(scenario.Steps[0].Commands);
        Assert.Single(scenario.Steps[1].Exchanges);
        Assert.Equal(2, scenario.Steps[1].Checks.Count);
        Assert.Equal(1834.5, scenario.Duration.TotalMilliseconds);
    }

    [Fact]
    public void A_scenario_that_never_finished_is_shown_as_such_and_is_not_green()
    {
        var run = RunView.From(Records.Interrupted);
        var scenario = run.Scenarios.Single(each => each.Id == "publish/new-crate");
        Assert.False(scenario.Finished);
        Assert.Equal(Verdict.HarnessError, scenario.Verdict);
        Assert.Equal(TimeSpan.FromSeconds(1), scenario.Duration);
        Assert.True(run.Interrupted);
        Assert.Equal(Verdict.HarnessError, run.Verdict);
    }

    [Fact]
    public void The_same_scenario_with_its_end_is_green()
    {
        var run = RunView.From(
        [
            .. Records.Interrupted, Records.Done("publish/new-crate", 1), Records.End("publish/new-crate", Verdict.Pass),
            new RunFinished { Milliseconds = 1 },
        ]);
        Assert.Equal(Verdict.Pass, run.Verdict);
        Assert.Empty(run.Shortfalls);
    }

    [Fact]
    public void A_failed_check_in_a_scenario_that_never_finished_is_a_fail()
    {
        var run = RunView.From([.. Records.Interrupted, Records.Check("publish/new-crate", 1, false, "it is there")]);
        Assert.Equal(Verdict.Fail, run.Verdict);
        Assert.Single(run.Findings);
    }

    [Fact]
    public void One_failed_check_turns_a_green_run_red_although_the_scenario_was_recorded_as_a_pass()
    {
        Assert.Equal(Verdict.Pass, RunView.From(Records.Green).Verdict);
        var flipped = RunView.From([.. Records.Green.Select(Flip)]);
        Assert.Equal(Verdict.Fail, flipped.Verdict);
        Assert.Equal("publish/new-crate#the-checksum-is-right", Assert.Single(flipped.Findings).Id);
    }

    [Fact]
    public void A_pass_in_which_no_check_looked_is_hollow()
    {
        var run = RunView.From([.. Records.Green.Where(recorded => recorded is not Checked)]);
        Assert.Equal(Verdict.Hollow, Assert.Single(run.Scenarios).Verdict);
        Assert.Equal(Verdict.Hollow, run.Verdict);
    }

    [Theory]
    [InlineData(Verdict.HarnessError, Verdict.HarnessError)]
    [InlineData(Verdict.Unstable, Verdict.Unstable)]
    [InlineData(Verdict.Hollow, Verdict.Fail)]
    [InlineData(Verdict.Inapplicable, Verdict.Fail)]
    public void A_failed_check_makes_a_fail_unless_the_tester_failed_or_disagreed_with_itself(Verdict recorded, Verdict expected)
    {
        var run = RunView.From([Records.Start, Records.Check("a/b", 1, false, "it is there"), Records.End("a/b", recorded)]);
        Assert.Equal(expected, Assert.Single(run.Scenarios).Verdict);
        Assert.Single(run.Findings);
    }

    [Fact]
    public void A_clock_that_is_set_back_gives_no_negative_time()
    {
        var back = Records.Check("a/b", 1, true, "it is there") with { At = Records.Start.At.AddHours(-1) };
        var run = RunView.From([Records.Start, Records.Begin("a/b", "t"), back]);
        Assert.Equal(TimeSpan.FromSeconds(1), run.Duration);
        Assert.Equal(TimeSpan.Zero, Assert.Single(run.Scenarios).Duration);
    }

    [Fact]
    public void A_failed_check_outside_of_all_scenarios_fails_the_run()
    {
        var run = RunView.From([.. Records.Green, Records.Check(null, null, false, "no secret is in the log", "I15")]);
        Assert.Equal(Verdict.Fail, run.Verdict);
        var finding = Assert.Single(run.Findings);
        Assert.Equal("run#no-secret-is-in-the-log", finding.Id);
        Assert.Equal("./seatrial run --seed 9007199254740991", finding.Replay);
    }

    [Fact]
    public void A_check_outside_of_all_scenarios_that_held_leaves_the_run_green() =>
        Assert.Equal(Verdict.Pass, RunView.From([.. Records.Green, Records.Check(null, null, true, "no secret is in the log")]).Verdict);

    [Fact]
    public void A_finding_is_named_after_its_check_and_a_repetition_is_numbered()
    {
        var ids = Full.Findings.Select(finding => finding.Id).ToList();
        Assert.Equal("publish/<hostile>#the-description-comes-back-as-it-was-script-alert-1-script-i", ids[0]);
        Assert.Equal(["publish/<hostile>#the-answer-is-200", "publish/<hostile>#the-answer-is-200-2"], ids[1..]);
    }

    [Fact]
    public void The_number_of_a_repeated_check_does_not_depend_on_which_of_them_held()
    {
        var run = RunView.From(
        [
            Records.Start, Records.Check("a/b", 1, true, "it is there"), Records.Check("a/b", 1, false, "it is there"),
            Records.Check("a/b", 1, false, "…"), Records.End("a/b", Verdict.Fail), new RunFinished { Milliseconds = 1 },
        ]);
        Assert.Equal(["a/b#it-is-there-2", "a/b#check"], run.Findings.Select(finding => finding.Id));
    }

    [Theory]
    [InlineData("embedded", "http://h/", "./seatrial run a/b --seed 9007199254740991")]
    [InlineData("full", "http://h/", "./seatrial run a/b --seed 9007199254740991 --topology full")]
    [InlineData("external", "sparse+http://h/i/", "./seatrial run a/b --seed 9007199254740991 --registry sparse+http://h/i/ --token …")]
    [InlineData("external", "http://h/?a&b='", @"./seatrial run a/b --seed 9007199254740991 --registry 'http://h/?a&b='\''' --token …")]
    public void The_replay_command_names_what_a_shell_needs_to_show_it_again(string topology, string index, string expected)
    {
        var start = Records.Start with { Target = new TargetFacts(index, null, topology) };
        var run = RunView.From([start, Records.Check("a/b", 1, false, "it is there")]);
        Assert.Equal(expected, Assert.Single(run.Findings).Replay);
    }

    [Fact]
    public void A_rule_is_broken_by_one_failed_check_proven_or_asserted_by_checks_that_held_and_otherwise_untested()
    {
        var states = Full.Rules.ToDictionary(rule => rule.Rule.Id, rule => rule.State);
        Assert.Equal(RuleState.Broken, states["IDX-08"]);
        Assert.Equal(RuleState.Proven, states["API-PUB-01"]);
        Assert.Equal(RuleState.Untested, states["API-SEARCH-02"]);
    }

    [Fact]
    public void A_rule_that_a_check_cites_unplanned_is_in_the_ledger_too() =>
        Assert.Equal(["<hostile>"], Full.Rules.Where(rule => rule.Rule.Level.Length == 0).Select(rule => rule.Rule.Id));

    [Fact]
    public void Rules_stand_in_the_order_of_their_numbers()
    {
        var run = RunView.From([Records.Start with { Rules = [.. new[] { "I10", "I2", "I1" }.Select(id => new RuleFacts(id, "MUST", "", ""))] }]);
        Assert.Equal(["I1", "I2", "I10"], run.Rules.Select(rule => rule.Rule.Id));
    }

    [Fact]
    public void A_rule_is_proven_when_a_check_held_in_the_scenario_that_has_caught_a_defect_of_it()
    {
        Assert.Equal(RuleState.Proven, StateWith("IDX-08", new KnownDefect("wrong-checksum", "publish/new-crate")));
        Assert.Equal(RuleState.Asserted, StateWith("IDX-08", new KnownDefect("wrong-checksum", "publish/another")));
        Assert.Equal(RuleState.Asserted, StateWith("IDX-08"));
        Assert.Equal(RuleState.Untested, StateWith("IDX-10", new KnownDefect("wrong-status", "publish/new-crate")));
    }

    [Fact]
    public void A_rule_is_untestable_only_when_no_check_looked_at_it()
    {
        Assert.Equal(RuleState.Untestable, State(new RuleFacts("IDX-10", "MUST", "", "") { Untestable = "It needs the host crates.io." }));
        Assert.Equal(RuleState.Asserted, State(new RuleFacts("IDX-08", "MUST", "", "") { Untestable = "It needs the host crates.io." }));
    }

    private static RuleState StateWith(string id, params KnownDefect[] defects) => State(new RuleFacts(id, "MUST", "", "") { Defects = defects });

    private static RuleState State(RuleFacts rule) =>
        RunView.From([Records.Start with { Rules = [rule] }, .. Records.Green[1..]]).Rules.Single(view => view.Rule.Id == rule.Id).State;

    [Fact]
    public void A_record_of_two_shards_is_whole_when_both_reached_their_end()
    {
        RecordEvent[] other = [.. Records.Passing("yank/again", "A version is yanked"), new RunFinished { Milliseconds = 9000 }];
        Assert.False(RunView.From([.. Records.Green, Records.Start, .. other]).Interrupted);
        Assert.True(RunView.From([.. Records.Green, Records.Start, .. other[..^1]]).Interrupted);
    }

    [Fact]
    public void Events_that_do_not_begin_with_the_start_of_a_run_are_no_run() =>
        Assert.Throws<ArgumentException>(() => RunView.From([new RunFinished { Milliseconds = 1 }]));

    private static RecordEvent Flip(RecordEvent recorded) =>
        recorded is Checked { Check: "the checksum is right" } check ? check with { Passed = false } : recorded;
}
