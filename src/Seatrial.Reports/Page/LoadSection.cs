using Seatrial.Record;
using Seatrial.Reports.Loads;

namespace Seatrial.Reports.Page;

/// <summary>The loads: percentiles from when requests were due beside those from when they were sent, and what had to be kept.</summary>
internal static class LoadSection
{
    public static Markup Of(RunView run) => $"""
        <section id="loads">
        <h2>Loads</h2>
        <p class="calm">Users come whether or not the registry is ready, and each request is timed from when it was due, in milliseconds. <em>As sent</em> is what a
        generator sees that waits for answers; where both are alike, no request had to wait to be sent.</p>
        {run.Loads.Select(Load)}
        </section>
        """;

    private static Markup Load(LoadFinished load) => $"""
        <h3 class="group">{Sign.Of(load.Verdict)} {load.Load} <span>{Wording.Time(TimeSpan.FromMilliseconds(load.Milliseconds))}, {load.End}</span></h3>
        <p class="{(load.Verdict == Verdict.Pass ? "calm" : $"reason v-{load.Verdict.Word}")}">{load.Sentence}</p>
        <div style="overflow-x: auto"><table>
        <thead><tr>{LoadTable.Heads.Select(Head)}</tr></thead>
        <tbody>{LoadTable.Rows(load).Select(Row)}</tbody>
        </table></div>
        <p class="calm">{LoadTable.Summary(load)}</p>
        <ul>{LoadTable.Objectives(load).Select(Objective)}</ul>
        """;

    private static Markup Head(string head) => $"""<th scope="col">{head}</th>""";

    private static Markup Row(IReadOnlyList<string> cells) => $"""<tr><th scope="row">{cells[0]}</th>{cells.Skip(1).Select(Cell)}</tr>""";

    private static Markup Cell(string cell) => $"<td>{cell}</td>";

    private static Markup Objective(string sentence) => $"<li>{sentence}</li>";
}
