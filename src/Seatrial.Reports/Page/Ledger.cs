namespace Seatrial.Reports.Page;

/// <summary>The rules of the contract, and how far the run supports each.</summary>
internal static class Ledger
{
    // More links than this make a row taller than what it says; they are folded away.
    private const int MaxLinks = 4;

    public static Markup Of(RunView run)
    {
        Markup none = $"""<p class="calm">The run planned to look at no rule.</p>""";
        Markup table = $"""
            <table class="stack ledger">
            <thead><tr>
            <th scope="col">Rule</th><th scope="col">Level</th><th scope="col">What it says</th>
            <th scope="col">Scenarios</th><th scope="col">State</th>
            </tr></thead>
            <tbody>{run.Rules.Select(Row)}</tbody>
            </table>
            """;
        return $"""
            <section id="rules">
            <h2>Rules</h2>
            <p class="calm">Asserted: a check that cites the rule held, and none failed.
            No rule counts as proven: that takes a planted defect which breaks it and is caught.</p>
            {(run.Rules.Count == 0 ? none : table)}
            </section>
            """;
    }

    private static Markup Row(RuleView rule) => $"""
        <tr id="{Anchor.Rule(rule.Rule.Id)}"><th scope="row">{rule.Rule.Id}</th><td>{rule.Rule.Level}</td>
        <td>{rule.Rule.Text} {Source(rule.Rule.Source)}</td>
        <td class="ids">{Scenarios(rule.Scenarios)}</td><td>{Sign.Of(rule.State)}</td></tr>
        """;

    private static Markup Scenarios(IReadOnlyList<string> ids)
    {
        var links = Markup.Join(ids.Select(Sign.Scenario));
        if (ids.Count <= MaxLinks)
            return links;
        return $"""<details><summary>{Wording.Count(ids.Count, "scenario")}</summary>{links}</details>""";
    }

    private static Markup Source(string source) =>
        source.Length == 0 ? Markup.None : $"""<span class="tally">{source}</span>""";
}
