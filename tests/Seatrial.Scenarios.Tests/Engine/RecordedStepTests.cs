using Seatrial.Record;

namespace Seatrial.Scenarios.Tests;

/// <summary>What a document takes from a record, and what it leaves there.</summary>
public sealed class RecordedStepTests
{
    private const string Id = "publish/new-crate";

    [Fact]
    public void Two_runs_that_differ_in_chance_alone_give_the_same_document()
    {
        var scenario = Catalogue.All.Single(one => one.Id == Id);
        var first = ScenarioDocument.Markdown(scenario, Run("tabcdef", 4711, asked: 1, token: 3));
        var second = ScenarioDocument.Markdown(scenario, Run("tz9y8x7", 815, asked: 4, token: 77));
        Assert.Equal(first, second);
        Assert.Contains("a file beside the folder is refused (CRATE-01)", first, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_did_something_else_gives_another_document()
    {
        var scenario = Catalogue.All.Single(one => one.Id == Id);
        var record = Run("tabcdef", 4711, asked: 1, token: 3);
        RecordEvent[] more = [.. record, Asked(2, "DELETE http://127.0.0.1:4711/api/v1/crates/tabcdef1fa-hello/0.1.0/yank")];
        Assert.NotEqual(ScenarioDocument.Markdown(scenario, record), ScenarioDocument.Markdown(scenario, more));
    }

    [Fact]
    public void Requests_are_told_without_names_hosts_and_numbers_and_those_that_change_something_come_first()
    {
        var steps = RecordedStep.Of(Id, Run("tabcdef", 4711, asked: 3, token: 3));
        Assert.Equal((Part.Setup, "Publish hello"), (steps[0].Part, steps[0].Title));
        Assert.Equal(
            [
                "cargo owner --add stranger hello", "DELETE /api/v1/me/tokens/…", "PUT /api/v1/crates/new", "GET /api/v1/crates?q=…&per_page=10",
                "GET /files/hello-0.1.0.crate", "GET index/config.json", "GET index/…/hello",
            ],
            steps[1].Calls);
    }

    [Fact]
    public void A_scenario_that_did_not_pass_is_told_from_its_source()
    {
        RecordEvent[] failed = [.. Run("tabcdef", 4711, asked: 1, token: 3).Select(one => one is ScenarioFinished end ? end with { Verdict = Verdict.Fail } : one)];
        Assert.Empty(RecordedStep.Of(Id, failed));
        Assert.Empty(RecordedStep.Of("publish/yank", Run("tabcdef", 4711, asked: 1, token: 3)));
        Assert.Contains("1. Publish 0.1.0", ScenarioDocument.Markdown(Catalogue.All.Single(one => one.Id == Id), failed), StringComparison.Ordinal);
    }

    private static RecordEvent[] Run(string names, int port, int asked, int token) =>
    [
        new RunStarted
        {
            Tool = "seatrial 1",
            Seed = 1,
            Namespace = names,
            Target = new TargetFacts($"http://127.0.0.1:{port}/index/", $"http://127.0.0.1:{port}", "embedded"),
            Machine = new MachineFacts("Linux", 2, ".NET", null),
            Rules = [],
        },
        new StepStarted { Scenario = Id, Step = 1, Part = Part.Setup, Title = $"Publish {names}1fa-hello" },
        new StepStarted { Scenario = Id, Step = 2, Part = Part.Step, Title = "Do all sorts of things" },
        .. Enumerable.Repeat(Asked(2, $"GET http://127.0.0.1:{port}/index/{names[..2]}/{names[2..4]}/{names}1fa-hello"), asked),
        Asked(2, $"GET http://127.0.0.1:{port}/index/config.json"),
        Asked(2, $"PUT http://127.0.0.1:{port}/api/v1/crates/new"),
        Asked(2, $"DELETE http://127.0.0.1:{port}/api/v1/me/tokens/{token}"),
        Asked(2, $"GET http://127.0.0.1:{port}/api/v1/crates?q={names}1fa%2Dhello&per_page=10"),
        Asked(2, $"GET http://127.0.0.1:{port + 1}/files/{names}1fa-hello-0.1.0.crate"),
        new CommandRan { Scenario = Id, Step = 2, Command = $"cargo owner --add {names}-stranger {names}1fa-hello", Output = "", Errors = "", Milliseconds = port },
        new Checked
        {
            Scenario = Id, Step = 2, Check = "a file beside the folder is refused", Passed = true, Expected = "", Actual = $"{port}",
            Rules = ["CRATE-01"], Boundary = Boundary.ClientRegistry,
        },
        new ScenarioFinished { Scenario = Id, Verdict = Verdict.Pass, Milliseconds = port },
    ];

    private static Exchanged Asked(int step, string request) => new()
    {
        Scenario = Id,
        Step = step,
        Boundary = Boundary.ClientRegistry,
        Request = request,
        RequestHeaders = [],
        Milliseconds = 1,
    };
}
