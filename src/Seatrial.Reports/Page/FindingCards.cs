using Seatrial.Record;

namespace Seatrial.Reports.Page;

/// <summary>The findings: what was promised, what was seen, and how to see it again.</summary>
internal static class FindingCards
{
    // A finding shows more of its two texts than the catalogue does: they are the news.
    private const int MaxText = 4000;

    /// <summary>The section of the findings that have no other place on the page.</summary>
    public static Markup Of(RunView run, IReadOnlyList<Finding> findings)
    {
        var rules = run.Rules.ToDictionary(rule => rule.Rule.Id, rule => rule.Rule);
        Markup none = $"""<p class="calm">No check failed.</p>""";
        return $"""
            <section id="findings">
            <h2>Findings</h2>
            {(findings.Count == 0 ? none : Markup.Join(findings.Select(finding => Card(finding, rules))))}
            </section>
            """;
    }

    private static Markup Card(Finding finding, Dictionary<string, RuleFacts> rules) => $"""
        <article class="finding" id="{Anchor.Finding(finding.Id)}">
        <p class="over">{finding.Boundary.Sides}</p>
        <h3>{finding.Title}</h3>
        {finding.Rules.Select(id => Rule(id, rules))}
        <div class="pair">
        <div><h4>Expected</h4><pre>{Legible.Cut(finding.Expected, MaxText)}</pre></div>
        <div class="actual"><h4>Actual</h4><pre>{Legible.Cut(finding.Actual, MaxText)}</pre></div>
        </div>
        <h4>Replay</h4>
        <pre class="command">{finding.Replay}</pre>
        <p class="source">{Scenario(finding)}<span class="id">{finding.Id}</span></p>
        </article>
        """;

    private static Markup Rule(string id, Dictionary<string, RuleFacts> rules)
    {
        var rule = rules[id];
        return $"""<p class="rule">{Sign.Rule(id)}<b>{rule.Level}</b> {rule.Text}</p>""";
    }

    private static Markup Scenario(Finding finding)
    {
        if (finding.Scenario == Finding.WholeRun)
            return $"outside of all scenarios ";
        return $"""in scenario {Sign.Scenario(finding.Scenario)}""";
    }
}
