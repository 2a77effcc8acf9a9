using Seatrial.Record;

namespace Seatrial.Reports.Page;

/// <summary>The small pieces that every part of the page uses: verdicts, rules, times.</summary>
internal static class Sign
{
    /// <summary>A verdict: its sign and its word, so that colour is never needed.</summary>
    public static Markup Of(Verdict verdict) =>
        $"""<span class="badge v-{verdict.Word}"><span aria-hidden="true">{verdict.Sign}</span> {verdict.Word}</span>""";

    /// <summary>The state of a rule.</summary>
    public static Markup Of(RuleState state)
    {
        var (colour, sign) = state switch
        {
            RuleState.Proven => (Verdict.Pass, "✓✓"),
            RuleState.Asserted => (Verdict.Pass, "✓"),
            RuleState.Broken => (Verdict.Fail, "✗"),
            _ => (Verdict.Inapplicable, "–"),
        };
        return $"""<span class="badge v-{colour.Word}"><span aria-hidden="true">{sign}</span> {Wording.Word(state)}</span>""";
    }

    /// <summary>Whether a check held.</summary>
    public static Markup Of(Checked check)
    {
        var (colour, sign, word) = check.Passed ? (Verdict.Pass, "✓", "held") : (Verdict.Fail, "✗", "failed");
        return $"""<span class="mark v-{colour.Word}"><span aria-hidden="true">{sign}</span><span class="hidden">{word}</span></span>""";
    }

    /// <summary>Links to the ledger, one for each rule.</summary>
    public static Markup Rules(IReadOnlyList<string> rules) => rules.Count == 0 ? Markup.None :
        $"""<span class="chips">{rules.Select(Rule)}</span>""";

    public static Markup Rule(string id) => $"""<a class="chip" href="#{Anchor.Rule(id)}">{id}</a> """;

    public static Markup Scenario(string id) => $"""<a class="id" href="#{Anchor.Scenario(id)}">{id}</a> """;

    public static Markup Time(TimeSpan time) => $"""<span class="time">{Wording.Time(time)}</span>""";
}
