using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Seatrial.Record;
using Seatrial.Reports;

namespace Seatrial.EndToEnd.Tests.Pages;

/// <summary>docs/rules.md: the ledger of the rules of the contract, made from a run.</summary>
internal static partial class RulesPage
{
    private static readonly RuleState[] States = [RuleState.Proven, RuleState.Asserted, RuleState.Broken, RuleState.Untested, RuleState.Untestable];

    /// <summary>The page.</summary>
    /// <param name="run">A run of the whole catalogue.</param>
    /// <param name="defects">The page about planted defects.</param>
    public static string Of(RunView run, string defects)
    {
        var page = new StringBuilder($"""
            # The rules of the contract

            What cargo and a registry owe each other: {run.Rules.Count} rules, in our words, each with how binding it is, who must hold it and where it comes from
            ([rules.json](../src/Seatrial.Scenarios/Contract/rules.json)). The scenarios that check a rule are read from their code, and its state comes from a run
            of all of them against the embedded registry and from the [planted defects](defects.md). This page is written by that run
            (`SEATRIAL_UPDATE_DOCS=1` with the tests of Seatrial.EndToEnd) and compared with one by every run of the tests; `report.html` and
            `summary.json` hold the same for each run.

            - **proven**: checks of it held, one of them in a scenario that has caught a planted defect which breaks the rule;
            - **asserted**: checks of it held, and no planted defect is known that they catch;
            - **untested**: no scenario checks it yet;
            - **untestable**: no scenario can, with the reason.

            | | {string.Join(" | ", States.Select(Word))} | all |
            |---|{string.Concat(States.Select(_ => "---:|"))}---:|

            """);
        foreach (var holder in run.Rules.GroupBy(rule => rule.Rule.Holder).OrderByDescending(group => group.Count()))
            Counts(page, $"held by {(holder.Key == "cargo" ? "cargo" : "the registry")}", [.. holder]);
        Counts(page, "all", run.Rules);
        foreach (var family in run.Rules.GroupBy(rule => rule.Rule.Id[..rule.Rule.Id.LastIndexOf('-')]))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {family.Key}\n\n| rule | level, holder | what it says | source | scenarios | state |\n|---|---|---|---|---|---|\n");
            foreach (var rule in family)
                page.Append(CultureInfo.InvariantCulture, $"| {rule.Rule.Id} | {rule.Rule.Level}, {rule.Rule.Holder} | {Cell(rule.Rule.Text)} | {Cell(rule.Rule.Source)} | {Scenarios(rule)} | {State(rule)} |\n");
        }

        page.Append("""

            ## Invariants

            What must hold over all stores once they have settled. No rule of the contract, but looked at after each case of a sweep.

            | invariant | what must hold | planted defects that were caught by it |
            |---|---|---|

            """);
        var caught = SweptPattern().Matches(defects).ToLookup(row => row.Groups["invariant"].Value, row => row.Groups["name"].Value);
        foreach (var invariant in Invariant.All)
            page.Append(CultureInfo.InvariantCulture, $"| {invariant.Id} | {invariant.Text} | {string.Join(", ", caught[invariant.Id])} |\n");
        return page.ToString();
    }

    private static void Counts(StringBuilder page, string which, IReadOnlyCollection<RuleView> rules) => page.Append(
        CultureInfo.InvariantCulture, $"| {which} | {string.Join(" | ", States.Select(state => rules.Count(rule => rule.State == state)))} | {rules.Count} |\n");

    private static string Scenarios(RuleView rule) =>
        string.Join(", ", rule.Scenarios.Select(id => $"[{id}](scenarios/{id}.md)"));

    private static string State(RuleView rule) => rule.State switch
    {
        RuleState.Proven => $"**proven** by {string.Join(", ", rule.Rule.Defects.Select(defect => defect.Name))}",
        RuleState.Untestable => $"untestable: {rule.Rule.Untestable}",
        _ => Word(rule.State),
    };

    // A bar would end the cell, and a tag would not be shown.
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Word(RuleState state) => state.ToString().ToLowerInvariant();

    [GeneratedRegex(@"^\| (?<name>[a-z0-9-]+) \|.*\| (?<invariant>I\d+) \| \d+ \|$", RegexOptions.Multiline)]
    private static partial Regex SweptPattern();
}
