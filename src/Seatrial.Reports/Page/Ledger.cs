namespace Seatrial.Reports.Page;

/// <summary>The rules of the contract, and how far the run supports each.</summary>
internal static class Ledger
{
    // More links than this make a row taller than what it says; they are folded away.
    private const int MaxLinks = 4;

    public static Markup Of(RunView run)
    {
        // What a finding or a scenario links to is in sight.
        var about = run.Rules.ToLookup(rule => rule.Scenarios.Count > 0 || rule.State == RuleState.Broken);
        Markup none = $"""<p class="calm">No scenario of the run is about a rule.</p>""";
        return $"""
            <section id="rules">
            <h2>Rules</h2>
            <p class="calm">{run.RuleTally}. Asserted: a check that cites the rule held, and none failed. Proven: so did one of a scenario
            that has caught a planted defect which breaks the rule, so it is known to be able to fail.</p>
            {(about[true].Any() ? Table(about[true]) : none)}
            {(about[false].Any() ? Others([.. about[false]]) : Markup.None)}
            </section>
            """;
    }

    private static Markup Table(IEnumerable<RuleView> rules) => $"""
        <table class="stack ledger">
        <thead><tr>
        <th scope="col">Rule</th><th scope="col">Level</th><th scope="col">What it says</th>
        <th scope="col">Scenarios</th><th scope="col">State</th>
        </tr></thead>
        <tbody>{rules.Select(Row)}</tbody>
        </table>
        """;

    private static Markup Others(RuleView[] rules) => $"""
        <details class="fold"><summary>{Wording.Count(rules.Length, "rule")} that no scenario of the run is about</summary>
        {Table(rules)}
        </details>
        """;

    private static Markup Row(RuleView rule) => $"""
        <tr id="{Anchor.Rule(rule.Rule.Id)}"><th scope="row">{rule.Rule.Id}</th><td>{rule.Rule.Level} {Note(rule.Rule.Holder)}</td>
        <td>{rule.Rule.Text} {Note(rule.Rule.Source)}{Reason(rule)}</td>
        <td class="ids">{Scenarios(rule.Scenarios)}</td><td>{Sign.Of(rule.State)} {Caught(rule)}</td></tr>
        """;

    private static Markup Reason(RuleView rule) =>
        rule.State == RuleState.Untestable ? $"""<p class="reason v-inapplicable">{rule.Rule.Untestable ?? ""}</p>""" : Markup.None;

    private static Markup Caught(RuleView rule) =>
        rule.State == RuleState.Proven ? Note($"caught {string.Join(", ", rule.Rule.Defects.Select(defect => defect.Name))}") : Markup.None;

    private static Markup Scenarios(IReadOnlyList<string> ids)
    {
        var links = Markup.Join(ids.Select(Sign.Scenario));
        if (ids.Count <= MaxLinks)
            return links;
        return $"""<details><summary>{Wording.Count(ids.Count, "scenario")}</summary>{links}</details>""";
    }

    private static Markup Note(string? text) =>
        string.IsNullOrEmpty(text) ? Markup.None : $"""<span class="tally">{text}</span>""";
}
