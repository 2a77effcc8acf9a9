using Seatrial.Cargo;
using Seatrial.Record;

namespace Seatrial.Scenarios.Tests;

public sealed class ScenarioRunnerTests
{
    [Fact]
    public async Task A_scenario_whose_checks_hold_passes()
    {
        var record = await Run(trial => trial.Step("step", check => Task.FromResult(check.Equal("one is one", 1, 1, "IDX-08"))));
        Assert.Equal(Verdict.Pass, Finished(record).Verdict);
        Assert.Equal(["IDX-08"], Assert.Single(record.OfType<Checked>()).Rules);
    }

    [Fact]
    public async Task All_failed_checks_of_a_step_are_collected_and_the_next_step_is_not_run()
    {
        var record = await Run(async trial =>
        {
            await trial.Step("first", check =>
            {
                check.Equal("one is two", 2, 1);
                check.Equal("one is one", 1, 1);
                check.Equal("one is three", 3, 1);
                return Task.CompletedTask;
            });
            await trial.Step("second", check => Task.FromResult(check.Equal("never", 1, 1)));
        });
        Assert.Equal(["one is two", "one is one", "one is three"], record.OfType<Checked>().Select(made => made.Check));
        Assert.Equal(Verdict.Fail, Finished(record).Verdict);
        Assert.Contains("one is two (expected 2; got 1)", Finished(record).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_that_checks_nothing_is_hollow() =>
        Assert.Equal(Verdict.Hollow, Finished(await Run(trial => trial.Step("step", _ => Task.CompletedTask))).Verdict);

    [Fact]
    public async Task A_scenario_that_breaks_is_a_fault_of_the_harness_and_not_of_the_registry()
    {
        var record = await Run(trial => trial.Step("step", _ => throw new InvalidOperationException("broken")));
        Assert.Equal(Verdict.HarnessError, Finished(record).Verdict);
        Assert.Equal("broken", Assert.Single(record.OfType<StepFinished>()).Problem);
    }

    [Fact]
    public async Task Cleanups_run_in_reverse_order_also_after_a_failure()
    {
        var order = new List<string>();
        var record = await Run(async trial =>
        {
            trial.Cleanup("first made", () => Task.FromResult(order.Remove("") || Add("first made")));
            trial.Cleanup("second made", () => Task.FromResult(Add("second made")));
            await trial.Step("step", check => Task.FromResult(check.Equal("one is two", 2, 1)));

            bool Add(string made)
            {
                order.Add(made);
                return true;
            }
        });
        Assert.Equal(["second made", "first made"], order);
        Assert.Equal(["step", "second made", "first made"], record.OfType<StepStarted>().Select(step => step.Title));
        Assert.Equal(Verdict.Fail, Finished(record).Verdict);
    }

    [Fact]
    public async Task A_cleanup_that_fails_is_not_green_and_does_not_stop_the_next_one()
    {
        var cleaned = false;
        var record = await Run(async trial =>
        {
            trial.Cleanup("works", () => Task.FromResult(cleaned = true));
            trial.Cleanup("breaks", () => throw new IOException("no space"));
            await trial.Step("step", check => Task.FromResult(check.Equal("one is one", 1, 1)));
        });
        Assert.True(cleaned);
        Assert.Equal(Verdict.HarnessError, Finished(record).Verdict);
        Assert.Contains("no space", Finished(record).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_capability_makes_it_inapplicable_with_the_evidence()
    {
        var record = await Run(_ => throw new InvalidOperationException("must not run"), [Capability.Search]);
        Assert.Equal(Verdict.Inapplicable, Finished(record).Verdict);
        Assert.Contains("search answered 404", Finished(record).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_the_scenario_can_find_missing_makes_it_inapplicable_with_the_evidence()
    {
        var record = await Run(trial => trial.Step("step", check =>
        {
            check.Equal("one is one", 1, 1);
            Trial.Inapplicable("the facts hold no number");
            return Task.CompletedTask;
        }));
        Assert.Equal(Verdict.Inapplicable, Finished(record).Verdict);
        Assert.Equal("the facts hold no number", Finished(record).Reason);
    }

    [Fact]
    public async Task A_failed_check_is_not_hidden_by_what_is_found_missing_afterwards()
    {
        var record = await Run(trial => trial.Step("step", check =>
        {
            check.Equal("one is two", 2, 1);
            Trial.Inapplicable("the facts hold no number");
            return Task.CompletedTask;
        }));
        Assert.Equal(Verdict.Fail, Finished(record).Verdict);
        Assert.Contains("one is two", Finished(record).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_user_switched_off_is_disabled()
    {
        var record = await Run(_ => throw new InvalidOperationException("must not run"), disabled: "test/*");
        Assert.Equal(Verdict.Disabled, Finished(record).Verdict);
    }

    [Fact]
    public async Task A_check_that_cites_an_unknown_rule_is_a_fault_of_the_harness() =>
        Assert.Equal(Verdict.HarnessError, Finished(await Run(
            trial => trial.Step("step", check => Task.FromResult(check.Equal("one is one", 1, 1, "IDX-99"))))).Verdict);

    [Fact]
    public async Task Two_names_of_one_stem_differ_and_carry_the_namespace_of_the_run()
    {
        var names = new List<string>();
        await Run(trial =>
        {
            names.AddRange([trial.Name("a"), trial.Name("a")]);
            return Task.CompletedTask;
        });
        Assert.Equal(2, names.Distinct().Count());
        Assert.All(names, name => Assert.True(CrateName.Parse(name).IsValid && name.StartsWith("ttest", StringComparison.Ordinal)));
    }

    private static ScenarioFinished Finished(IEnumerable<RecordEvent> record) => Assert.Single(record.OfType<ScenarioFinished>());

    private static async Task<IReadOnlyList<RecordEvent>> Run(Func<Trial, Task> body, Capability[]? needs = null, string? disabled = null)
    {
        var written = new List<RecordEvent>();
        using var http = Registry.NewHttp();
        using var writer = new RecordWriter(new MemoryStream(), TimeProvider.System, new Secrets());
        writer.Written += written.Add;
        var probe = new ProbeResult(new RegistryConfig { Dl = "http://127.0.0.1:1/dl" });
        probe.Add(Capability.Search, false, "search answered 404");
        var scenario = new TestScenario(body, needs ?? []);
        var context = new TrialContext
        {
            Target = new Target { Index = new Uri("http://127.0.0.1:1/"), Publisher = new User(null, "token"), Disabled = disabled is null ? [] : [disabled] },
            Probe = probe,
            Http = http,
            Cargo = null,
            Record = writer,
            Secrets = new Secrets(),
            Clock = TimeProvider.System,
            Seed = 1,
            Namespace = "ttest",
            Ordinals = new Dictionary<string, int> { [scenario.Id] = 0 },
        };
        await new ScenarioRunner(scenario, context, TimeSpan.FromSeconds(30)).RunAsync(CancellationToken.None);
        return written;
    }

    private sealed class TestScenario(Func<Trial, Task> body, Capability[] needs) : Scenario
    {
        public override string Id => "test/scenario";

        public override string Title => "A scenario of a test.";

        public override string Story => "None.";

        public override IReadOnlyList<Capability> Needs => needs;

        public override IReadOnlyList<string> EdgeCases => [];

        public override Task RunAsync(Trial trial) => body(trial);
    }
}
