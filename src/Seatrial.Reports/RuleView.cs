using Seatrial.Record;

namespace Seatrial.Reports;

/// <summary>What a run says about one rule of the contract.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="State">How far the run supports it.</param>
/// <param name="Scenarios">The ids of the scenarios that cite it, in id order.</param>
public sealed record RuleView(RuleFacts Rule, RuleState State, IReadOnlyList<string> Scenarios);

/// <summary>How far a run supports a rule.</summary>
public enum RuleState
{
    /// <summary>No check looked at it.</summary>
    Untested,

    /// <summary>No check looked at it, and none can; <see cref="RuleFacts.Untestable"/> says why.</summary>
    Untestable,

    /// <summary>At least one check that cites it held, and none failed.</summary>
    Asserted,

    /// <summary>Asserted, by a scenario that is known to be able to fail for it: a planted defect broke the rule and was caught by that scenario.</summary>
    Proven,

    /// <summary>At least one check that cites it failed.</summary>
    Broken,
}

/// <summary>Makes the ledger of rules: one line for each rule that the tester knows or that a check cites.</summary>
internal static class RuleLedger
{
    public static IReadOnlyList<RuleView> Of(
        IEnumerable<RuleFacts> all, IReadOnlyList<ScenarioView> scenarios, IEnumerable<Checked> outside)
    {
        var checks = scenarios.SelectMany(scenario => scenario.Checks).Concat(outside)
            .SelectMany(check => check.Rules, (check, rule) => (rule, check)).ToLookup(cited => cited.rule, cited => cited.check);
        var citing = scenarios.SelectMany(Citations).ToLookup(cited => cited.Rule, cited => cited.Scenario);
        var known = all.DistinctBy(rule => rule.Id).ToList();
        var unknown = checks.Select(cited => cited.Key).Except(known.Select(rule => rule.Id))
            .Select(id => new RuleFacts(id, "", "Cited by a check, but not among the rules that the tester knew.", ""));
        return [.. known.Concat(unknown).OrderBy(rule => Number(rule.Id), RuleOrder)
            .Select(rule => new RuleView(rule, State(rule, [.. checks[rule.Id]]), [.. citing[rule.Id].Distinct()]))];
    }

    // I2 comes before I10: the letters first, then the number behind them.
    private static readonly Comparer<(string Letters, int Number)> RuleOrder = Comparer<(string Letters, int Number)>.Create(
        (left, right) => string.CompareOrdinal(left.Letters, right.Letters) is var order and not 0
            ? order : left.Number.CompareTo(right.Number));

    private static IEnumerable<(string Rule, string Scenario)> Citations(ScenarioView scenario) =>
        scenario.Rules.Concat(scenario.Checks.SelectMany(check => check.Rules)).Select(rule => (rule, scenario.Id));

    private static (string Letters, int Number) Number(string id)
    {
        var letters = id.TrimEnd("0123456789".ToCharArray());
        return int.TryParse(id[letters.Length..], out var number) ? (letters, number) : (id, 0);
    }

    private static RuleState State(RuleFacts rule, Checked[] looks)
    {
        if (looks.Length == 0)
            return rule.Untestable is null ? RuleState.Untested : RuleState.Untestable;
        if (looks.Any(check => !check.Passed))
            return RuleState.Broken;
        // Another scenario that cites the rule may look at it in another way, and miss the defect.
        return rule.Defects.Any(defect => looks.Any(check => check.Scenario == defect.Scenario)) ? RuleState.Proven : RuleState.Asserted;
    }
}
