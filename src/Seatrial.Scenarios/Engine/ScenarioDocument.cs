using System.Globalization;
using System.Text;

namespace Seatrial.Scenarios;

/// <summary>A scenario as a document: scenario, setup, steps, assertions, cleanup, test code, edge cases, each a heading.</summary>
public static class ScenarioDocument
{
    /// <summary>The document in Markdown.</summary>
    public static string Markdown(Scenario scenario)
    {
        var source = ScenarioSource.Of(scenario);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {scenario.Id}\n\n## Scenario\n\n{scenario.Title}\n\n{scenario.Story}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Needs: {string.Join(", ", scenario.Needs.Select(need => need.ToString()).DefaultIfEmpty("nothing"))}\n\nRules: {string.Join(", ", source.Rules)}\n");
        Section(text, "Setup", source.Parts.Where(part => part.Part == "Setup").Select(part => part.Title)
            .DefaultIfEmpty("Nothing: it begins with names that nobody has used."));
        Section(text, "Steps", source.Parts.Where(part => part.Part == "Step").Select(part => part.Title));
        Section(text, "Assertions", source.Parts.Where(part => part.Part == "Check")
            .Select(part => part.Rules.Count == 0 ? part.Title : $"{part.Title} ({string.Join(", ", part.Rules)})"));
        Section(text, "Cleanup", source.Parts.Where(part => part.Part == "Cleanup").Select(part => part.Title)
            .DefaultIfEmpty("Nothing: the names are the run's own, and no other run uses them."));
        text.Append(CultureInfo.InvariantCulture, $"\n## Test code\n\n```csharp\n{source.Code.TrimEnd()}\n```\n");
        Section(text, "Edge cases", scenario.EdgeCases);
        return text.ToString();
    }

    private static void Section(StringBuilder text, string heading, IEnumerable<string> lines)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {heading}\n\n");
        foreach (var line in lines)
            text.Append(CultureInfo.InvariantCulture, $"- {line}\n");
    }
}
