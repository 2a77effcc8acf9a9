using Seatrial.Record;

namespace Seatrial.Reports.Page;

/// <summary>The scenarios in their groups: all at a glance, then each as the document of what it did.</summary>
internal sealed class Catalogue
{
    // What is no pass is what a reader came for; only the rest has to share the room.
    private readonly Evidence _shared;

    private Catalogue(RunView run) =>
        _shared = Evidence.Of([.. run.Scenarios.Where(scenario => scenario.Verdict == Verdict.Pass).SelectMany(scenario => scenario.Steps)]);

    public static Markup Of(RunView run)
    {
        Markup none = $"""<p class="calm">The record holds no scenario.</p>""";
        var catalogue = new Catalogue(run);
        Markup shortened = $"""<p class="calm">It was a long run: what passed is shown without headers and with less of each body. The record has all of it.</p>""";
        ScenarioView[][] groups = [.. run.Scenarios.GroupBy(scenario => scenario.Group).Select(group => group.ToArray())];
        return $"""
            <section id="catalogue">
            <h2>Catalogue</h2>
            {(groups.Length == 0 ? none : Glance(groups))}
            {(catalogue._shared.LeavesHeaders ? shortened : Markup.None)}{groups.Select(catalogue.Group)}
            {Outside(run.Outside)}
            </section>
            """;
    }

    private static Markup Glance(ScenarioView[][] groups) => $"""
        <table class="glance" aria-label="The groups of the catalogue">
        <tbody>{groups.Select(Row)}</tbody>
        </table>
        """;

    private static Markup Row(ScenarioView[] group) => $"""
        <tr><th scope="row"><a href="#{Anchor.Group(group[0].Group)}">{group[0].Group}</a></th><td>{Passed(group)}</td><td>{group.Select(Cell)}</td></tr>
        """;

    private static Markup Cell(ScenarioView scenario) => $"""
        <a class="v-{scenario.Verdict.Word}" href="#{Anchor.Scenario(scenario.Id)}" title="{scenario.Id}: {scenario.Verdict.Word}"><span aria-hidden="true">{scenario.Verdict.Sign}</span><span class="hidden">{scenario.Id}: {scenario.Verdict.Word}</span></a>
        """;

    private static string Passed(ScenarioView[] group) => $"{group.Count(scenario => scenario.Verdict == Verdict.Pass)} of {group.Length} pass";

    private Markup Group(ScenarioView[] group) => $"""
        <div class="kin" id="{Anchor.Group(group[0].Group)}">
        <h3 class="group">{group[0].Group} <span>{Passed(group)}</span></h3>
        <div class="scenarios">
        {group.Select(Scenario)}
        </div>
        </div>
        """;

    private Markup Scenario(ScenarioView scenario)
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

    private Markup Ran(ScenarioView scenario) => $"""
        {Steps("Setup", Part.Setup, scenario)}
        {Steps("Steps", Part.Step, scenario)}
        <h5>Assertions</h5>
        {Evidence.Checks([.. scenario.Checks])}
        {Steps("Cleanup", Part.Cleanup, scenario)}
        """;

    private Markup Steps(string heading, Part part, ScenarioView scenario)
    {
        StepView[] steps = [.. scenario.Steps.Where(step => step.Part == part)];
        Markup none = $"""<p class="calm">None was recorded.</p>""";
        Markup list = $"""<ol class="steps">{steps.Select(step => Step(step, scenario))}</ol>""";
        return $"""
            <h5>{heading}</h5>
            {(steps.Length == 0 ? none : list)}
            """;
    }

    private Markup Step(StepView step, ScenarioView scenario) => $"""
        <li value="{step.Ordinal}"><p>{step.Title} {Sign.Time(step.Duration)}{Held(step.Checks)}</p>
        {Problem(step.Problem)}{(scenario.Verdict == Verdict.Pass ? _shared : Evidence.Whole).Acts(step, scenario.Began, scenario.Duration)}
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
            {Evidence.Whole.Acts(step, default, TimeSpan.Zero)}
            </div>
            """;
    }
}
