using System.Globalization;
using System.Text;
using Seatrial.Record;

namespace Seatrial.Scenarios;

/// <summary>
/// A scenario as a document: scenario, setup, steps, assertions, cleanup, test code, edge cases, each a heading. What it is and its code
/// come from its source; setup, steps, assertions and cleanup from a run, and as long as there is none from the source too.
/// </summary>
public static class ScenarioDocument
{
    // A step that sends dozens of hostile requests is told by its first ones; the record has them all.
    private const int MostCalls = 12;

    /// <summary>The document in Markdown; the same for every run in which the scenario passed.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="record">The events of a run; empty for a scenario that was not run.</param>
    public static string Markdown(Scenario scenario, IReadOnlyList<RecordEvent> record)
    {
        var source = ScenarioSource.Of(scenario);
        var steps = RecordedStep.Of(scenario.Id, record);
        if (steps.Count == 0)
            steps = FromSource(source);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {scenario.Id}\n\n## Scenario\n\n{scenario.Title}\n\n{scenario.Story}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Needs: {string.Join(", ", scenario.Needs.Select(need => need.ToString()).DefaultIfEmpty("nothing"))}\n\nRules: {string.Join(", ", source.Rules)}\n");
        Steps(text, "Setup", steps.Where(step => step.Part == Part.Setup), "Nothing: it begins with names that nobody has used.");
        Steps(text, "Steps", steps.Where(step => step.Part == Part.Step), "None.");
        Assertions(text, steps.Where(step => step.Checks.Count > 0));
        Steps(text, "Cleanup", steps.Where(step => step.Part == Part.Cleanup), "Nothing: the names are the run's own, and no other run uses them.");
        text.Append(CultureInfo.InvariantCulture, $"\n## Test code\n\n```csharp\n{source.Code.TrimEnd()}\n```\n\n## Edge cases\n\n");
        foreach (var edge in scenario.EdgeCases)
            text.Append(CultureInfo.InvariantCulture, $"- {edge}\n");
        return text.ToString();
    }

    private static void Steps(StringBuilder text, string heading, IEnumerable<RecordedStep> steps, string none)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {heading}\n\n");
        var number = 0;
        foreach (var step in steps)
        {
            text.Append(CultureInfo.InvariantCulture, $"{++number}. {step.Title}\n");
            foreach (var call in step.Calls.Take(MostCalls))
                text.Append(CultureInfo.InvariantCulture, $"   - `{call.Replace('`', '\'')}`\n");
            if (step.Calls.Count > MostCalls)
                text.Append(CultureInfo.InvariantCulture, $"   - and {step.Calls.Count - MostCalls} more\n");
        }

        if (number == 0)
            text.Append(CultureInfo.InvariantCulture, $"{none}\n");
    }

    private static void Assertions(StringBuilder text, IEnumerable<RecordedStep> steps)
    {
        text.Append("\n## Assertions\n");
        foreach (var step in steps)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{step.Title}:\n\n");
            foreach (var check in step.Checks)
                text.Append(CultureInfo.InvariantCulture, $"- {check.Check}{(check.Rules.Count == 0 ? "" : $" ({string.Join(", ", check.Rules)})")}\n");
        }
    }

    // A check belongs to the part that stands before it.
    private static List<RecordedStep> FromSource(ScenarioSource source)
    {
        var steps = new List<RecordedStep>();
        foreach (var part in source.Parts)
            if (Enum.TryParse<Part>(part.Part, out var kind))
                steps.Add(new RecordedStep(kind, part.Title, [], []));
            else if (steps.Count > 0)
                steps[^1] = steps[^1] with { Checks = [.. steps[^1].Checks, new RecordedCheck(part.Title, part.Rules)] };
        return steps;
    }
}
