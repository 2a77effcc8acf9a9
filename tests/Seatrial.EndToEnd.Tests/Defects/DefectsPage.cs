using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Seatrial.EndToEnd.Tests.Defects;

/// <summary>docs/defects.md, made from a run. Written anew with SEATRIAL_UPDATE_DOCS=1; only its times may differ from run to run.</summary>
internal static partial class DefectsPage
{
    /// <summary>Where it is.</summary>
    public static string File { get; } = Path.Combine(Path.GetDirectoryName(Build.Artifacts)!, "docs", "defects.md");

    /// <summary>The page.</summary>
    public static string Of(Hunts hunts)
    {
        var page = new StringBuilder($"""
            # Planted defects

            Each of these {Hunts.Planted.Count} defects is a copy of the reference registry with one bug of a real registry in it
            ([tests/Seatrial.Defects](../tests/Seatrial.Defects)); the product has no switches for them. A run of the tests starts each, lets
            the command look at it, and demands that a finding names that invariant or rule and not just any. The registry without the bug
            passes the same scenarios, ten cases of each of the same sweeps, chosen by the seed, and the same histories: up to three, with
            the seeds 1 to 3, since no seed says when clients meet. This page is written by that run (`SEATRIAL_UPDATE_DOCS=1`); the time is how long the tester took to
            find it, start of the registry included except for `run`, while other hunts ran beside it. What races and histories are is told
            in [races.md](races.md).

            | defect | incident | what it does | caught by | finding | s |
            |---|---|---|---|---|---:|

            """);
        foreach (var defect in Hunts.Planted)
            page.AppendLine(CultureInfo.InvariantCulture,
                $"| {defect.Name} | {defect.Incident} | {defect.Does} | `seatrial {defect.Command}` | {defect.Finding} | {hunts[defect.Name].Time.TotalSeconds:0} |");
        return page.ToString();
    }

    /// <summary>What must be the same in every run.</summary>
    public static string WithoutTimes(string page) => Time().Replace(page, " |");

    [GeneratedRegex(@" \d+ \|$", RegexOptions.Multiline)]
    private static partial Regex Time();
}
