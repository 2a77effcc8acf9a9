using Seatrial.Reports;
using Seatrial.Scenarios;

namespace Seatrial.EndToEnd.Tests.Pages;

/// <summary>The ledger of rules, on its page and in the reports of a run.</summary>
public sealed class RulesPageTests(WholeRun run)
{
    [Fact]
    public async Task The_page_tells_of_this_run()
    {
        var view = RunView.From(await run.RecordAsync());
        await Pages.TellAsync("rules.md", RulesPage.Of(view, await File.ReadAllTextAsync(Path.Combine(Pages.Docs, "defects.md"))));
    }

    [Fact]
    public async Task The_summary_has_the_state_of_every_rule_and_their_counts()
    {
        await run.RecordAsync();
        var rules = run.Tool.Summary().GetProperty("rules");
        var states = rules.GetProperty("states").EnumerateObject().ToDictionary(rule => rule.Name, rule => rule.Value.GetString()!);
        Assert.Equal(RuleBook.All.Select(rule => rule.Id).Order(StringComparer.Ordinal), states.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(states.Count, rules.GetProperty("total").GetInt32());
        Assert.All(["proven", "asserted", "broken", "untested", "untestable"],
            state => Assert.Equal(states.Values.Count(one => one == state), rules.GetProperty(state).GetInt32()));
        Assert.Equal("proven", states["IDX-08"]);
    }

    [Fact]
    public async Task A_run_of_few_scenarios_proves_only_what_they_are_about()
    {
        using var few = new Tool();
        var asked = await few.RunAsync("contract/config-json");
        Assert.Equal(0, asked.ExitCode);
        var states = few.Summary().GetProperty("rules").GetProperty("states");
        Assert.Equal("asserted", states.GetProperty("CFG-01").GetString());
        Assert.Equal("untested", states.GetProperty("IDX-08").GetString());
    }
}
