using Seatrial.Record;

namespace Seatrial.Reports.Page;

/// <summary>The scenarios in their groups, each as the document of what it did.</summary>
internal static class Catalogue
{
    public static Markup Of(RunView run)
    {
        Markup none = $"""<p class="calm">The record holds no scenario.</p>""";
        var groups = run.Scenarios.GroupBy(scenario => scenario.Group).Select(group => Group(group.Key, [.. group]));
        return $"""
            <section id="catalogue">
            <h2>Catalogue</h2>
            {(run.Scenarios.Count == 0 ? none : Markup.Join(groups))}
            {Outside(run.Outside)}
            </section>
            """;
    }

    private static Markup Group(string name, ScenarioView[] scenarios)
    {
        var passed = scenarios.Count(scenario => scenario.Verdict == Verdict.Pass);
        return $"""
            <h3 class="group">{name} <span>{passed} of {scenarios.Length} pass</span></h3>
            <div class="scenarios">
            {scenarios.Select(Scenario)}
            </div>
            """;
    }

    private static Markup Scenario(ScenarioView scenario)
    {
        // What needs a reader is open; a link to it then works in every browser, and it is there in print.
        var open = Markup.Raw(scenario.Verdict == Verdict.Pass || scenario.Verdict.Skipped ? "" : " open");
        return $"""
            <details class="scenario v-{scenario.Verdict.Word}"{open}>
            <summary>{Sign.Of(scenario.Verdict)}
            <span class="what"><h4>{scenario.Title}</h4><span class="id">{scenario.Id}</span></span>
            {Sign.Time(scenario.Duration)}</summary>
            <div class="story" id="{Anchor.Scenario(scenario.Id)}">
            {Reason(scenario)}
            {Paragraph("Story", scenario.Story)}
            {Sign.Rules(scenario.Rules)}
            {(scenario.Steps.Count == 0 ? Markup.None : Ran(scenario))}
            {EdgeCases(scenario.EdgeCases)}
            </div>
            </details>
            """;
    }

    private static Markup Reason(ScenarioView scenario)
    {
        if (scenario.Reason is null)
            return Markup.None;
        var unfinished = scenario.Finished ? "" : "Unfinished. ";
        return $"""<p class="reason v-{scenario.Verdict.Word}">{unfinished}{scenario.Reason}</p>""";
    }

    private static Markup Ran(ScenarioView scenario) => $"""
        {Steps("Setup", Part.Setup, scenario)}
        {Steps("Steps", Part.Step, scenario)}
        <h5>Assertions</h5>
        {Evidence.Checks([.. scenario.Checks])}
        {Steps("Cleanup", Part.Cleanup, scenario)}
        """;

    private static Markup Steps(string heading, Part part, ScenarioView scenario)
    {
        StepView[] steps = [.. scenario.Steps.Where(step => step.Part == part)];
        Markup none = $"""<p class="calm">None was recorded.</p>""";
        Markup list = $"""<ol class="steps">{steps.Select(Step)}</ol>""";
        return $"""
            <h5>{heading}</h5>
            {(steps.Length == 0 ? none : list)}
            """;
    }

    private static Markup Step(StepView step) => $"""
        <li value="{step.Ordinal}"><p>{step.Title} {Sign.Time(step.Duration)}{Held(step.Checks)}</p>
        {Problem(step.Problem)}{step.Commands.Select(Evidence.Command)}{step.Exchanges.Select(Evidence.Exchange)}
        </li>
        """;

    private static Markup Held(IReadOnlyList<Checked> checks)
    {
        if (checks.Count == 0)
            return Markup.None;
        var failed = checks.Count(check => !check.Passed);
        var all = Wording.Count(checks.Count, "check");
        var tally = failed == 0 ? $"{all} held" : $"{failed} of {all} failed";
        return $""" <span class="tally">{tally}</span>""";
    }

    private static Markup Problem(string? problem) =>
        problem is null ? Markup.None : $"""<p class="reason v-fail">{problem}</p>""";

    private static Markup Paragraph(string heading, string text)
    {
        Markup paragraph = $"""<h5>{heading}</h5><p>{text}</p>""";
        return text.Length == 0 ? Markup.None : paragraph;
    }

    private static Markup EdgeCases(IReadOnlyList<string> cases)
    {
        Markup list = $"""<h5>Edge cases</h5><ul class="edges">{cases.Select(Item)}</ul>""";
        return cases.Count == 0 ? Markup.None : list;
    }

    private static Markup Item(string text) => $"<li>{text}</li>";

    private static Markup Outside(StepView step)
    {
        if (step is { Commands: [], Exchanges: [], Checks: [] })
            return Markup.None;
        return $"""
            <h3 class="group">{step.Title}</h3>
            <div class="scenarios loose">
            {(step.Checks.Count == 0 ? Markup.None : Evidence.Checks(step.Checks))}
            {step.Commands.Select(Evidence.Command)}{step.Exchanges.Select(Evidence.Exchange)}
            </div>
            """;
    }
}
