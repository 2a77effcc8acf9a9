using System.Globalization;
using System.Text;
using Seatrial.Cli.Loads;
using Seatrial.Record;
using Seatrial.Reports;
using Seatrial.Reports.Page;
using Seatrial.Reports.Sweeps;

namespace Seatrial.Cli;

/// <summary>What a run came to, as the last thing on the terminal: counts, findings with how to see each again, the reports.</summary>
internal static class Outcome
{
    public static string Text(RunView view, string folder)
    {
        var text = new StringBuilder();
        if (view.Sweeps.Count > 0)
            text.Append(Report.Sweeps(view, Width, colours: !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null));
        Races(view, text);
        foreach (var load in view.Loads)
            text.Append(LoadText.Of(load));
        foreach (var finding in view.Findings.Where(finding => !finding.Scenario.StartsWith("sweep/", StringComparison.Ordinal) && !finding.Scenario.StartsWith("race/", StringComparison.Ordinal)))
            text.AppendLine(CultureInfo.InvariantCulture, $"""

                FINDING  {finding.Id}
                  {finding.Title}
                  rule      {(finding.Rules.Count == 0 ? "none" : string.Join(", ", finding.Rules))}
                  boundary  {Words(finding.Boundary)}
                  expected  {finding.Expected}
                  got       {finding.Actual}
                  again     {finding.Replay}
                """);
        var counts = view.Scenarios.GroupBy(scenario => scenario.Verdict).OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {(group.Key is { } verdict ? Words(verdict) : "unfinished")}");
        var parts = new List<string>();
        if (view.Scenarios.Count > 0)
            parts.Add($"{view.Scenarios.Count} scenarios: {string.Join(", ", counts)}");
        if (view.Sweeps.Count > 0)
        {
            CaseView[] cases = [.. view.Sweeps.SelectMany(sweep => sweep.Cases)];
            var words = cases.GroupBy(one => one.Verdict).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Words(group.Key)}");
            parts.Add($"{cases.Length} cases of {view.Sweeps.Count} {(view.Sweeps.Count == 1 ? "sweep" : "sweeps")}: {string.Join(", ", words)}");
        }

        if (view.Races.Count + view.Histories.Count > 0)
            parts.Add(Report.RaceTally(view));
        foreach (var load in view.Loads)
            parts.Add($"load {load.Load} {Words(load.Verdict)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"""

            {Words(view.Verdict).ToUpperInvariant()}{(view.Interrupted ? " (interrupted)" : "")}: {string.Join("; ", parts)}, in {view.Duration.TotalSeconds:0.0} s, seed {view.Start.Seed}
            Report: {Path.Combine(folder, "report.html")}
            """);
        return text.ToString();
    }

    // A line for each, and the first counterexamples drawn: all are in the report.
    private static void Races(RunView view, StringBuilder text)
    {
        foreach (var race in view.Races)
            text.AppendLine(CultureInfo.InvariantCulture, $"{Words(race.Verdict),-12} {race.Race}: held at {race.Reached} of {race.Positions} positions, {race.Waited} waited, {race.Broken} broken");
        foreach (var history in view.Histories.Where(history => history.Position is null))
            text.AppendLine(CultureInfo.InvariantCulture, $"{Words(history.Verdict),-12} {history.Race} history of {history.Operations} operations under {history.Faults} faults: {history.Sentence}");
        foreach (var history in view.Histories.Where(history => history.Verdict == Verdict.Fail).DistinctBy(history => history.Race))
            text.AppendLine(CultureInfo.InvariantCulture, $"\nBROKEN  {history.Sentence}\n\n{TimelineText.Of(history, Width)}\n  again     {view.Findings.First(finding => finding.Title == history.Sentence).Replay}");
        foreach (var history in view.Histories.Where(history => history.Verdict == Verdict.Pass && history.Position is not null))
            text.AppendLine(CultureInfo.InvariantCulture, $"\nHELD  {history.Sentence}\n\n{TimelineText.Of(history, Width)}");
    }

    // In a pipe as wide as people read; on a terminal as wide as that is.
    private static int Width => Console.IsOutputRedirected ? 120 : Math.Max(80, Console.WindowWidth);

    public static string Words(Boundary boundary) => boundary.ToString() switch
    {
        var name when name.StartsWith("Client", StringComparison.Ordinal) => "client↔registry",
        var name => $"registry↔{name["Registry".Length..].ToLowerInvariant()}",
    };

    public static string Words(Verdict verdict) => verdict == Verdict.HarnessError ? "harness-error" : verdict.ToString().ToLowerInvariant();
}
