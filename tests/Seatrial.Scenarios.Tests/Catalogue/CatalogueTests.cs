using System.Text.RegularExpressions;

namespace Seatrial.Scenarios.Tests;

/// <summary>What holds for every scenario of the catalogue, read from its source.</summary>
public sealed partial class CatalogueTests
{
    public static TheoryData<string> Ids => [.. Catalogue.All.Select(scenario => scenario.Id)];

    [Fact]
    public void Ids_are_unique() => Assert.Distinct(Catalogue.All.Select(scenario => scenario.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_id_is_the_group_and_the_name_of_the_class(string id)
    {
        var type = Find(id).GetType();
        var name = CapitalPattern().Replace(type.Name, "-$1").ToLowerInvariant();
        Assert.Equal(id, $"{type.Namespace!.Split('.')[^1].ToLowerInvariant()}/{name}");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_has_a_title_a_story_a_step_and_edge_cases(string id)
    {
        var scenario = Find(id);
        Assert.EndsWith(".", scenario.Title, StringComparison.Ordinal);
        Assert.EndsWith(".", scenario.Story, StringComparison.Ordinal);
        Assert.NotEmpty(scenario.EdgeCases);
        Assert.Contains(ScenarioSource.Of(scenario).Parts, part => part.Part == "Step");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Its_source_is_that_of_its_own_file(string id) =>
        Assert.Contains($"Id => \"{id}\"", ScenarioSource.Of(Find(id)).Code, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_rule_that_it_cites_stands_in_the_rule_book(string id)
    {
        var rules = ScenarioSource.Of(Find(id)).Rules;
        Assert.NotEmpty(rules);
        Assert.All(rules, rule => Assert.True(RuleBook.Knows(rule), rule));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_words_of_its_checks_differ(string id) =>
        Assert.Distinct(ScenarioSource.Of(Find(id)).Parts.Where(part => part.Part == "Check").Select(part => part.Title));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Its_document_has_the_seven_parts(string id)
    {
        var headings = HeadingPattern().Matches(ScenarioDocument.Markdown(Find(id), [])).Select(match => match.Groups[1].Value);
        Assert.Equal(["Scenario", "Setup", "Steps", "Assertions", "Cleanup", "Test code", "Edge cases"], headings);
    }

    [Fact]
    public void A_filter_chooses_by_id_by_group_and_by_pattern()
    {
        Assert.Equal(["publish/new-crate"], Catalogue.Match(["publish/new-crate"], out _).Select(scenario => scenario.Id));
        Assert.All(Catalogue.Match(["auth"], out _), scenario => Assert.Equal("auth", scenario.Group));
        Assert.Contains(Catalogue.Match(["*/new-crate"], out _), scenario => scenario.Id == "publish/new-crate");
    }

    [Fact]
    public void A_filter_that_matches_nothing_is_named()
    {
        Catalogue.Match(["publish", "pubish/new-crate"], out var idle);
        Assert.Equal("pubish/new-crate", idle);
    }

    private static Scenario Find(string id) => Catalogue.All.Single(scenario => scenario.Id == id);

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])")]
    private static partial Regex CapitalPattern();

    [GeneratedRegex("^## (.*)$", RegexOptions.Multiline)]
    private static partial Regex HeadingPattern();
}
