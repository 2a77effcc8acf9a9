namespace Seatrial.Scenarios.Tests;

public sealed class RuleBookTests
{
    [Fact]
    public void Every_rule_has_a_level_a_holder_a_sentence_and_a_source() => Assert.All(RuleBook.All, rule =>
    {
        Assert.Contains(rule.Level, new[] { "MUST", "SHOULD", "MAY" });
        Assert.Contains(rule.Holder, new[] { "registry", "cargo" });
        Assert.EndsWith(".", rule.Text, StringComparison.Ordinal);
        Assert.NotEmpty(rule.Source);
    });

    [Fact]
    public void A_rule_that_no_scenario_can_check_is_cited_by_none()
    {
        var untestable = RuleBook.All.Where(rule => rule.Untestable is not null).Select(rule => rule.Id).ToArray();
        Assert.NotEmpty(untestable);
        Assert.Empty(Catalogue.All.SelectMany(scenario => ScenarioSource.Of(scenario).Rules).Intersect(untestable));
    }

    [Fact]
    public void A_planted_defect_that_is_known_to_break_a_rule_was_caught_by_a_scenario_that_cites_it()
    {
        var known = RuleBook.All.SelectMany(rule => rule.Defects, (rule, defect) => (rule.Id, defect)).ToArray();
        Assert.NotEmpty(known);
        Assert.All(known, one => Assert.Contains(one.Id, ScenarioSource.Of(Catalogue.All.Single(scenario => scenario.Id == one.defect.Scenario)).Rules));
    }

    [Fact]
    public void Defects_are_read_from_the_rows_of_their_page_and_those_of_sweeps_are_left_out()
    {
        var known = KnownDefects.Of("""
            | defect | incident | what it does | caught by | finding | s |
            |---|---|---|---|---|---:|
            | purge-not-sent | 17 (#4913): a | cached | index | It is not told. | `seatrial run publish/new-version` | API-PUB-12 | 15 |
            | yank-not-written | 8 | It is lost. | `seatrial sweep yank --fault error` | I4 | 13 |
            """.ReplaceLineEndings("\n"));
        var defect = Assert.Single(known["API-PUB-12"]);
        Assert.Equal(("purge-not-sent", "publish/new-version"), (defect.Name, defect.Scenario));
        Assert.Single(known);
    }
}
