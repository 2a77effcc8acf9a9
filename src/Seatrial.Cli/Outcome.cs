using System.Globalization;
using System.Text;
using Seatrial.Record;
using Seatrial.Reports;

namespace Seatrial.Cli;

/// <summary>What a run came to, as the last thing on the terminal: counts, findings with how to see each again, the reports.</summary>
internal static class Outcome
{
    public static string Text(RunView view, string folder)
    {
        var text = new StringBuilder();
        foreach (var finding in view.Findings)
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
        text.AppendLine(CultureInfo.InvariantCulture, $"""

            {Words(view.Verdict).ToUpperInvariant()}{(view.Interrupted ? " (interrupted)" : "")}: {view.Scenarios.Count} scenarios: {string.Join(", ", counts)}, in {view.Duration.TotalSeconds:0.0} s, seed {view.Start.Seed}
            Report: {Path.Combine(folder, "report.html")}
            """);
        return text.ToString();
    }

    public static string Words(Boundary boundary) => boundary.ToString() switch
    {
        var name when name.StartsWith("Client", StringComparison.Ordinal) => "client↔registry",
        var name => $"registry↔{name["Registry".Length..].ToLowerInvariant()}",
    };

    public static string Words(Verdict verdict) => verdict == Verdict.HarnessError ? "harness-error" : verdict.ToString().ToLowerInvariant();
}
