using Seatrial.Record;

namespace Seatrial.Reports.Page;

/// <summary>The races and histories: a line for what held, and for what did not its sentence, its timeline and the command that runs it again.</summary>
internal static class RaceSection
{
    // A reader takes in a few drawings of one race; the record has all of them.
    private const int MostDrawn = 6, MostBroken = 4, MaxText = 1200;

    public static Markup Of(RunView run) => $"""
        <section id="races">
        <h2>Races and histories</h2>
        {(run.Races.Count == 0 ? Markup.None : RacesAre)}
        {run.Races.Select(race => Race(run, race))}
        {run.Histories.Where(history => history.Position is null).Select(history => Random(run, history))}
        {run.Histories.Where(history => history.Position is not null && history.Verdict == Verdict.Fail && run.Races.All(race => race.Race != history.Race)).Select(history => Card(run, history))}
        </section>
        """;

    private static readonly Markup RacesAre = Markup.Raw("""
        <p class="calm">In a race two clients do something to one crate. One of them is held at each of its crossings (an exchange over a boundary), in
        turn, while the other one runs to its end or until it waits. What both are told must come of one after the other, and all stores must agree with it.</p>
        """);

    private static Markup Race(RunView run, RaceFinished race)
    {
        HistoryChecked[] told = [.. run.Histories.Where(history => history.Position is not null && history.Race == race.Race)];
        HistoryChecked[] broken = [.. told.Where(history => history.Verdict == Verdict.Fail)], held = [.. told.Except(broken)];
        Markup more = $"""<p class="calm">{Wording.Count(broken.Length - MostDrawn, "more position")} in the record.</p>""";
        return $"""
            <h3 class="group">{Sign.Of(race.Verdict)} {race.Race} <span>{Positions(race)}, {Wording.Time(TimeSpan.FromMilliseconds(race.Milliseconds))}</span></h3>
            <p class="calm">{race.Story}</p>
            {(broken.Length == 0 ? Said(race.Verdict, race.Sentence) : Markup.Join(broken.Take(MostDrawn).Select(history => Card(run, history))))}
            {(broken.Length > MostDrawn ? more : Markup.None)}
            {held.Select(Held)}
            {(race.Places.Count == 0 ? Markup.None : Places(run, race))}
            {(race.LeftOut.Count == 0 ? Markup.None : LeftOut(race))}
            """;
    }

    private static string Positions(RaceFinished race) => $"held at {race.Reached} of {Wording.Count(race.Positions, "position")}, {race.Waited} waited, {race.Broken} broken";

    // A position that was asked for is drawn, also when it holds.
    private static Markup Held(HistoryChecked history) => $"""
        <p class="over">{history.Crossing ?? ""}</p>
        {Said(history.Verdict, history.Sentence)}
        {Timeline.Of(history)}
        """;

    private static Markup Places(RunView run, RaceFinished race) => $"""
        <details class="fold"><summary>{Wording.Count(race.Places.Count, "position")}, each with the command that runs it again</summary>
        <ul class="lines">{race.Places.Select(place => Place(run, place))}</ul></details>
        """;

    private static Markup Place(RunView run, RacePlace place) => $"""
        <li>{Sign.Of(place.Broken ? Verdict.Fail : place.Reached ? Verdict.Pass : Verdict.Hollow)} <span>{Legible.Cut(place.Crossing, MaxText)}{(place.Waited ? ", and B waited" : "")}</span>
        <code class="command">{Replay.OfCase(run.Start, place.Id)}</code></li>
        """;

    private static Markup LeftOut(RaceFinished race) => $"""<p class="calm">Crossings left out: {string.Join("; ", race.LeftOut)}.</p>""";

    private static Markup Random(RunView run, HistoryChecked history)
    {
        var kinds = string.Join(", ", history.Objects.Select(kind => $"{kind.Kind}: {kind.Held} held, {kind.Broken} broken, {kind.Vacuous + kind.NotDecided} open"));
        return $"""
            <h3 class="group">{Sign.Of(history.Verdict)} {history.Race} history <span>{history.Clients.ToString()} clients, {Wording.Count(history.Operations, "operation")}, {Wording.Count(history.Faults, "fault")}</span></h3>
            <p class="calm">{kinds}</p>
            {(history.Verdict == Verdict.Fail ? Card(run, history) : Said(history.Verdict, history.Sentence))}
            """;
    }

    private static Markup Said(Verdict verdict, string sentence)
    {
        Markup calm = $"""<p class="calm">{Legible.Cut(sentence, MaxText)}</p>""", loud = $"""<p class="reason v-{verdict.Word}">{Legible.Cut(sentence, MaxText)}</p>""";
        return verdict == Verdict.Pass ? calm : loud;
    }

    private static Markup Card(RunView run, HistoryChecked history)
    {
        var finding = Finding.Of(history, run.Start);
        return $"""
            <article class="finding" id="{Anchor.Finding(finding.Id)}">
            <p class="over">{history.Crossing ?? "clients ↔ registry"}</p>
            <h3>{Legible.Cut(history.Sentence, MaxText)}</h3>
            {Timeline.Of(history)}
            {history.Broken.Take(MostBroken).Select(Broken)}
            {history.Others.Select(other => Said(Verdict.Fail, other))}
            <h4>Replay</h4>
            <pre class="command">{finding.Replay}</pre>
            <p class="source"><span class="id">{finding.Id}</span></p>
            </article>
            """;
    }

    private static Markup Broken(BrokenInvariant broken) => $"""
        <p class="rule"><b>{broken.Invariant}</b> {Invariant.Of(broken.Invariant)?.Text ?? ""}</p>
        <div class="pair">
        <div><h4>Expected</h4><pre>{Legible.Cut(broken.Expected, MaxText)}</pre></div>
        <div class="actual"><h4>Actual</h4><pre>{Legible.Cut(broken.Actual, MaxText)}</pre></div>
        </div>
        """;
}
