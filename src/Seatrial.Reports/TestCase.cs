using Seatrial.Record;

namespace Seatrial.Reports;

/// <summary>
/// A run as the formats see it that only know test cases: one for each scenario, and one for the run itself when it fell
/// short in a way that no scenario shows. Without that one, an interrupted run would look green.
/// </summary>
/// <param name="Group">The suite it belongs to.</param>
/// <param name="Id">The scenario's id, or <see cref="Finding.WholeRun"/>.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Message">Why it is no pass; absent for a pass.</param>
/// <param name="Findings">Its findings.</param>
/// <param name="Scenario">The scenario; absent for the run itself.</param>
internal sealed record TestCase(
    string Group, string Id, string Title, Verdict Verdict, string? Message, IReadOnlyList<Finding> Findings, ScenarioView? Scenario)
{
    /// <summary>Id and title: the first part is the same in every version of a scenario, the second one tells what it is.</summary>
    public string Name => Title == Id ? Id : $"{Id}: {Title}";

    public TimeSpan Duration => Scenario?.Duration ?? TimeSpan.Zero;

    /// <summary>The findings in full, and how to see each again.</summary>
    public string Trace => string.Join("\n", Findings.Select(finding => $"""
        {finding.Id}
        {finding.Title}
        boundary: {finding.Boundary.Word}
        rules: {string.Join(", ", finding.Rules)}
        expected: {finding.Expected}
        actual: {finding.Actual}
        replay: {finding.Replay}

        """));

    public static IReadOnlyList<TestCase> Of(RunView run)
    {
        var findings = run.Findings.ToLookup(finding => finding.Scenario);
        var scenarios = run.Scenarios.Select(scenario => Of(scenario, [.. findings[scenario.Id]]));
        return run.Shortfalls.Count == 0 ? [.. scenarios] : [.. scenarios, Of(run, [.. findings[Finding.WholeRun]])];
    }

    private static TestCase Of(ScenarioView scenario, Finding[] findings)
    {
        var message = findings is [var first, ..] ? first.Title : scenario.Reason;
        var more = findings.Length > 1 ? $" (and {findings.Length - 1} more)" : "";
        var shown = scenario.Verdict == Verdict.Pass ? null : (message ?? scenario.Verdict.Word) + more;
        return new TestCase(scenario.Group, scenario.Id, scenario.Title, scenario.Verdict, shown, findings, scenario);
    }

    private static TestCase Of(RunView run, Finding[] findings) => new(
        Finding.WholeRun, Finding.WholeRun, "The run itself", run.Verdict, string.Join(" ", run.Shortfalls), findings, null);
}
