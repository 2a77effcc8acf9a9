using Seatrial.Record;

namespace Seatrial.Reports.Page;

/// <summary>What the registry can do, and the evidence for it: why scenarios do or do not apply.</summary>
internal static class Capabilities
{
    private const int MaxEvidence = 1000;

    public static Markup Of(RunView run)
    {
        Markup none = $"""<p class="calm">The registry was not probed.</p>""";
        Markup table = $"""
            <table class="stack">
            <thead><tr><th scope="col">Capability</th><th scope="col">Answer</th><th scope="col">Evidence</th></tr></thead>
            <tbody>{run.Capabilities.Select(Row)}</tbody>
            </table>
            """;
        return $"""
            <section id="capabilities">
            <h2>Capabilities</h2>
            {(run.Capabilities.Count == 0 ? none : table)}
            </section>
            """;
    }

    private static Markup Row(CapabilityProbed probed)
    {
        var (colour, sign, answer) = probed.Available ? (Verdict.Pass, "✓", "available") : (Verdict.Inapplicable, "–", "lacking");
        return $"""
            <tr><th scope="row">{probed.Capability}</th>
            <td><span class="badge v-{colour.Word}"><span aria-hidden="true">{sign}</span> {answer}</span></td>
            <td class="evidence">{Legible.Cut(probed.Evidence, MaxEvidence)}</td></tr>
            """;
    }
}
