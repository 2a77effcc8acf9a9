using Seatrial.Reports.Sweeps;

namespace Seatrial.Reports.Page;

/// <summary>A part of the page.</summary>
/// <param name="Anchor">The id of its section.</param>
/// <param name="Title">What the table of contents calls it.</param>
/// <param name="Count">How much is in it; absent for what is not counted.</param>
/// <param name="Body">The section.</param>
internal sealed record Section(string Anchor, string Title, int? Count, Markup Body);

/// <summary>
/// The parts of the page in their order. A record of scenarios has all parts that are about them, even when they are empty;
/// one of sweeps begins with their matrix, ends with what was tested, and leaves out what it has nothing for.
/// </summary>
internal static class Contents
{
    public static IReadOnlyList<Section> Of(RunView run)
    {
        var swept = run.Sweeps.Count > 0;
        var all = (!swept && !run.HasRaces && run.Loads.Count == 0) || run.Scenarios.Count > 0;
        // A case of a sweep that broke a promise has its own card, with what it looked like.
        var cases = run.Sweeps.SelectMany(sweep => sweep.Cases).Select(each => each.Finding).OfType<Finding>().ToHashSet();
        Finding[] findings = [.. run.Findings.Where(finding => !cases.Contains(finding) && !finding.IsOfRace)];
        List<Section> parts = [];
        if (swept)
        {
            var picks = new CasePicks(run);
            parts.Add(new("sweeps", "Sweeps", run.Sweeps.Count, SweepSection.Of(run, picks)));
            parts.Add(new("cases", "Cases to read", picks.News, CaseCards.Of(picks)));
        }

        if (run.HasRaces)
            parts.Add(new("races", "Races and histories", run.Races.Count + run.Histories.Count(history => history.Position is null), RaceSection.Of(run)));

        if (run.Loads.Count > 0)
            parts.Add(new("loads", "Loads", run.Loads.Count, LoadSection.Of(run)));

        if (all || findings.Length > 0)
            parts.Add(new("findings", "Findings", findings.Length, FindingCards.Of(run, findings)));
        if (all || run.Capabilities.Count > 0)
            parts.Add(new("capabilities", "Capabilities", run.Capabilities.Count, Capabilities.Of(run)));
        if (all || run.Outside is not { Commands: [], Exchanges: [], Checks: [] })
            parts.Add(new("catalogue", "Catalogue", run.Scenarios.Count, Catalogue.Of(run)));
        if (all || run.Rules.Count > 0)
            parts.Add(new("rules", "Rules", run.Rules.Count, Ledger.Of(run)));
        if (swept)
            parts.Add(new("run", "The run", null, Masthead.AboutTheRun(run)));
        return parts;
    }
}
