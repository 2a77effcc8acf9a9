using Seatrial.Record;

namespace Seatrial.Reports.Page;

/// <summary>The first screen: the verdict in words, the counts as a bar, and what was tested.</summary>
internal static class Masthead
{
    public static Markup Of(RunView run, IReadOnlyList<Section> parts) => $"""
        <header>
        <p class="brand"><svg viewBox="0 0 28 20" aria-hidden="true"><circle cx="14" cy="10" r="7.5"/><path d="M1 10h26"/></svg> Seatrial
        <span>{Wording.Moment(run.Start.At)}</span></p>
        <div class="verdict">
        {Sign.Of(run.Verdict)}
        <h1>{run.Headline}</h1>
        {run.Shortfalls.Select(Shortfall)}
        <p class="lede">{run.Tallies}</p>
        </div>
        {Bar(run)}
        {(run.Sweeps.Count == 0 ? Facts(run) : Markup.None)}
        <nav aria-label="Parts of this report">
        {parts.Select(Link)}</nav>
        </header>
        """;

    /// <summary>What was tested, with what and on what, as a part of its own.</summary>
    public static Markup AboutTheRun(RunView run) => $"""
        <section id="run">
        <h2>The run</h2>
        {Facts(run)}
        </section>
        """;

    private static Markup Link(Section part)
    {
        Markup count = part.Count is { } number ? $""" <b>{number}</b>""" : Markup.None;
        return $"""<a href="#{part.Anchor}">{part.Title}{count}</a>{Markup.Raw("\n")}""";
    }

    private static Markup Shortfall(string why) => $"""<p class="shortfall">{why}</p>""";

    private static Markup Bar(RunView run)
    {
        Verdict[] seen = [.. Wording.Verdicts.Where(verdict => run.Count(verdict) > 0)];
        if (seen.Length == 0)
            return Markup.None;
        return $"""
            <div class="bar" role="img" aria-label="{run.Tally}">{seen.Select(verdict => Segment(verdict, run.Count(verdict)))}</div>
            <ul class="legend" aria-hidden="true">{seen.Select(verdict => Key(verdict, run.Count(verdict)))}</ul>
            """;
    }

    private static Markup Segment(Verdict verdict, int count) =>
        $"""<i class="v-{verdict.Word}" style="flex-grow:{count}">{verdict.Sign}</i>""";

    private static Markup Key(Verdict verdict, int count) =>
        $"""<li class="v-{verdict.Word}"><b>{count}</b> <span class="sign">{verdict.Sign}</span> {verdict.Word}</li>""";

    private static Markup Facts(RunView run) => $"""
        <dl class="facts">
        <div class="wide"><dt>Registry</dt><dd><code>{run.Start.Target.Index}</code></dd></div>
        <div class="wide"><dt>Web API</dt><dd><code>{run.Start.Target.Api ?? "none: config.json names none"}</code></dd></div>
        <div><dt>Topology</dt><dd>{run.Start.Target.Topology}</dd></div>
        <div><dt>Seed</dt><dd><code>{run.Start.Seed.ToString()}</code></dd></div>
        <div><dt>Names begin with</dt><dd><code>{run.Start.Namespace}</code></dd></div>
        <div><dt>Duration</dt><dd>{Wording.Time(run.Duration)}</dd></div>
        <div><dt>Machine</dt><dd>{run.Start.Machine.System}, {Wording.Count(run.Start.Machine.Cores, "core")}</dd></div>
        <div><dt>Cargo</dt><dd>{run.Start.Machine.Cargo ?? "none was found"}</dd></div>
        <div><dt>Runtime</dt><dd>{run.Start.Machine.Runtime}</dd></div>
        <div><dt>Tool</dt><dd>{run.Start.Tool}</dd></div>
        </dl>
        """;
}
