using Seatrial.Record;
using Seatrial.Reports.Sweeps;

namespace Seatrial.Reports.Page;

/// <summary>The cases of the sweeps: what the fault was, who was told what, what each store held, and what broke.</summary>
internal static class CaseCards
{
    // A case has several of these, and the page many cases; the record has the rest.
    private const int MaxText = 600, MaxViolations = 4, MaxStores = 12;

    public static Markup Of(CasePicks picks)
    {
        Markup none = $"""<p class="calm">In every case the fault was done, everything was looked at, and every promise was kept.</p>""";
        return $"""
            <section id="cases">
            <h2>Cases that need a reader</h2>
            {(picks.News == 0 ? none : Markup.Join(picks.Cards.Select(Card)))}
            {Lines(picks)}
            {Examples(picks)}
            </section>
            """;
    }

    private static Markup Lines(CasePicks picks)
    {
        if (picks.Lines.Count == 0)
            return Markup.None;
        var left = picks.News - picks.Cards.Count - picks.Lines.Count;
        Markup more = $"""<p class="calm">{Wording.Count(left, "more case")}: see ctrf.json or the record.</p>""";
        return $"""
            <h3 class="group">More of the same sorts <span>{Wording.Count(picks.Lines.Count, "case")}</span></h3>
            <ul class="lines">{picks.Lines.Select(Line)}</ul>
            {(left > 0 ? more : Markup.None)}
            """;
    }

    private static Markup Line(CaseView view) => $"""
        <li id="{Anchor.Case(view.Case.Case)}"><i class="{SweepSection.Look(view)}">{view.Letter}</i> <span>{view.Word}: {Legible.Cut(view.Title, 120)}
        {Broken(view)}</span> <code class="command">{view.Replay}</code></li>
        """;

    private static string Broken(CaseView view) => view.Finding is { Rules.Count: > 0 } finding ? string.Join(", ", finding.Rules) : "";

    private static Markup Examples(CasePicks picks)
    {
        if (picks.Examples.Count == 0)
            return Markup.None;
        return $"""
            <h3 class="group">Examples of what was kept <span>{picks.Examples.Count} of {Wording.Count(picks.Passed, "case")}</span></h3>
            <div class="scenarios">{picks.Examples.Select(Example)}</div>
            """;
    }

    // The place of a link is within what is folded: browsers open what they are sent to.
    private static Markup Example(CaseView view) => $"""
        <details class="scenario v-pass"><summary><i class="{SweepSection.Look(view)}">{view.Letter}</i>
        <span class="what"><h4>{view.Title}</h4><span class="id">{view.Case.Workflow}: {view.Word}</span></span>
        {Sign.Time(TimeSpan.FromMilliseconds(view.Case.Milliseconds))}</summary>
        <div class="example" id="{Anchor.Case(view.Case.Case)}">
        <p class="calm">{view.Case.Outcome.Meaning}</p>
        {Inside(view)}
        </div>
        </details>
        """;

    private static Markup Card(CaseView view) => $"""
        <article class="finding case v-{view.Verdict.Word}" id="{Anchor.Case(view.Case.Case)}">
        <p class="over">{view.Case.Workflow} · {CaseWording.Route(view.Crossing)}</p>
        <h3>{view.Case.Fault} at {Legible.Cut(CaseWording.Operation(view.Crossing), 120)}</h3>
        <p class="came"><span class="badge v-{view.Verdict.Word}"><span aria-hidden="true">{view.Verdict.Sign}</span> {view.Word}</span> {Legible.Cut(view.Reason ?? "", MaxText)}</p>
        {view.Case.Violations.Take(MaxViolations).Select(Violation)}
        {More(view.Case.Violations.Count - MaxViolations, "broken invariant")}
        {Inside(view)}
        </article>
        """;

    private static Markup Violation(BrokenInvariant broken) => $"""
        <div class="broken"><p class="rule"><b>{broken.Invariant}</b> {Invariant.Of(broken.Invariant)?.Text ?? ""} <span class="tally">{broken.When}</span></p>
        <div class="pair">
        <div><h4>Must hold</h4><pre>{Legible.Cut(broken.Expected, MaxText)}</pre></div>
        <div class="actual"><h4>Was seen</h4><pre>{Legible.Cut(broken.Actual, MaxText)}</pre></div>
        </div></div>
        """;

    private static Markup More(int left, string noun) =>
        left <= 0 ? Markup.None : $"""<p class="calm">{Wording.Count(left, "more " + noun)} in the record.</p>""";

    private static Markup Inside(CaseView view) => $"""
        {SequenceDiagram.Of(view)}
        <dl class="told">
        <div><dt>The user was told</dt><dd>{Legible.Cut(view.Case.Told, MaxText)}</dd></div>
        <div><dt>Who did it again was told</dt><dd>{Legible.Cut(view.Case.ToldAgain, MaxText)}</dd></div>
        </dl>
        {Stores(view.Case)}
        <h4>Replay</h4>
        <pre class="command">{view.Replay}</pre>
        <p class="source"><span class="id">{view.Case.Case}</span> {Facts(view.Case)}</p>
        """;

    private static string Facts(CaseFinished recorded)
    {
        var settled = Wording.Time(TimeSpan.FromMilliseconds(recorded.SettledMilliseconds));
        var took = Wording.Time(TimeSpan.FromMilliseconds(recorded.Milliseconds));
        var after = recorded.After is null ? "" : $"after the fault of {recorded.After}, ";
        return $"{after}fired {Wording.Count(recorded.Fired, "time")}, {Wording.Count(recorded.Checks, "look")} at an invariant, settled in {settled}, took {took}";
    }

    private static Markup Stores(CaseFinished recorded)
    {
        var (before, after, again) = (Held(recorded.HeldBefore), Held(recorded.Held), Held(recorded.HeldAfterRetry));
        string[] stores = [.. before.Keys.Concat(after.Keys).Concat(again.Keys).Distinct().Take(MaxStores)];
        if (stores.Length == 0)
            return Markup.Raw("""<p class="reason v-hollow">What the stores held is not in the record.</p>""");
        return $"""
            <table class="stack held">
            <thead><tr><th scope="col">Store</th><th scope="col">Before</th><th scope="col">After the fault</th><th scope="col">After the retry</th></tr></thead>
            <tbody>{stores.Select(store => Store(store, before, after, again))}</tbody>
            </table>
            """;
    }

    private static Dictionary<string, string> Held(IReadOnlyList<string> lines) =>
        lines.Select(CaseWording.Split).GroupBy(line => line.Store).ToDictionary(same => same.Key, same => string.Join("\n", same.Select(line => line.Held)));

    private static Markup Store(string store, Dictionary<string, string> before, Dictionary<string, string> after, Dictionary<string, string> again) => $"""
        <tr><th scope="row">{store}</th>{Held(before, store, "before", false)}{Held(after, store, "after the fault", Differ(before, after, store))}{Held(again, store, "after the retry", Differ(after, again, store))}</tr>
        """;

    private static bool Differ(Dictionary<string, string> left, Dictionary<string, string> right, string store) =>
        left.TryGetValue(store, out var was) && right.TryGetValue(store, out var now) && was != now;

    // On a narrow screen a row is a stack of its cells, each under the name of its column; hence the data.
    private static Markup Held(Dictionary<string, string> held, string store, string when, bool changed)
    {
        if (!held.TryGetValue(store, out var text))
            return $"""<td data-when="{when}" class="calm">not recorded</td>""";
        Markup shown = $"""{Legible.Cut(text, MaxText)}""";
        return changed ? $"""<td data-when="{when}"><b>{shown}</b></td>""" : (Markup)$"""<td data-when="{when}">{shown}</td>""";
    }
}
