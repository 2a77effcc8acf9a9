using System.Text.Json;
using Seatrial.Record;

namespace Seatrial.Reports.Tests;

/// <summary>Races and histories in every report: a line for what held; a sentence, a timeline and a red verdict for what did not.</summary>
public sealed class RaceReportTests
{
    private const string Sentence = "A (alice) removed B, was held at COMMIT while B (bob) removed A, and nobody owns the crate.";

    private static readonly RaceFinished Held = new()
    {
        Race = "mutual-removal",
        Story = "The two owners of a crate remove each other.",
        Crossings = 30,
        Positions = 12,
        Reached = 12,
        Waited = 5,
        Broken = 0,
        Checks = 300,
        Verdict = Verdict.Pass,
        Sentence = "Some order explains all.",
        Milliseconds = 2000,
    };

    private static readonly HistoryChecked Broken = new()
    {
        Race = "mutual-removal",
        Position = "mutual-removal-0a0b0c0d",
        Crossing = "registry-database registry COMMIT #1",
        Seed = 7,
        Verdict = Verdict.Fail,
        Sentence = Sentence,
        Operations = 2,
        Clients = 2,
        Objects = [],
        Broken = [new BrokenInvariant("I9", "after both", "an owner: one or more", "an owner: none")],
        Counterexample =
        [
            new TimelineOperation("A (alice)", "remove the owner bob: 200", OperationOutcome.Ok, 0, 30, true),
            new TimelineOperation("B (bob)", "remove the owner alice: 200", OperationOutcome.Ok, 10, 20, true),
        ],
        Marks = [new TimelineMark("A held at COMMIT", 9, 21)],
    };

    [Fact]
    public void A_race_that_held_is_a_line_and_green()
    {
        var run = View(Held);

        Assert.Equal(Verdict.Pass, run.Verdict);
        Assert.Contains("Some order explains all.", Report.Html(run), StringComparison.Ordinal);
        Assert.DoesNotContain("<svg class=\"timeline\"", Report.Html(run), StringComparison.Ordinal);
        Assert.Contains("**mutual-removal**, held at 12 of 12 positions", Report.Markdown(run), StringComparison.Ordinal);
        Assert.DoesNotContain("<failure", Report.JUnit(run), StringComparison.Ordinal);
        Assert.Contains("1 race at 12 positions: 0 violations", Report.Markdown(run), StringComparison.Ordinal);
    }

    [Fact]
    public void A_position_that_broke_a_promise_is_red_everywhere_said_and_drawn()
    {
        var run = View(Broken, Held with { Broken = 1, Verdict = Verdict.Fail, Sentence = Sentence });

        Assert.Equal(Verdict.Fail, run.Verdict);
        Assert.Contains("<svg class=\"timeline\"", Report.Html(run), StringComparison.Ordinal);
        Assert.Contains(Sentence, Report.Html(run), StringComparison.Ordinal);
        Assert.Contains("A held at COMMIT", Report.Html(run), StringComparison.Ordinal);
        Assert.Contains("fault: A held at COMMIT", Report.Markdown(run), StringComparison.Ordinal);
        Assert.Contains("<failure", Report.JUnit(run), StringComparison.Ordinal);
        var finding = Assert.Single(JsonDocument.Parse(Report.Summary(run)).RootElement.GetProperty("findings").EnumerateArray());
        Assert.Equal(("mutual-removal-0a0b0c0d", "I9", "./seatrial replay mutual-removal-0a0b0c0d"),
            (finding.GetProperty("id").GetString(), finding.GetProperty("invariant").GetString(), finding.GetProperty("replay").GetString()));
    }

    [Fact]
    public void A_position_that_was_asked_for_and_holds_is_green_and_drawn_and_every_position_has_its_command()
    {
        var held = Broken with { Verdict = Verdict.Pass, Broken = [], Counterexample = [.. Broken.Counterexample.Select(operation => operation with { Violating = false })] };
        var run = View(held, Held with { Places = [new RacePlace(held.Position!, held.Crossing!, Reached: true, Waited: false, Broken: false)] });

        Assert.Equal(Verdict.Pass, run.Verdict);
        Assert.Empty(run.Findings);
        Assert.Contains("<svg class=\"timeline\"", Report.Html(run), StringComparison.Ordinal);
        Assert.Contains("./seatrial replay mutual-removal-0a0b0c0d", Report.Html(run), StringComparison.Ordinal);
        Assert.DoesNotContain("<article class=\"finding\"", Report.Html(run), StringComparison.Ordinal);
        Assert.DoesNotContain("<failure", Report.JUnit(run), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Verdict.Hollow)]
    [InlineData(Verdict.HarnessError)]
    public void A_race_or_a_history_that_proved_nothing_is_not_green(Verdict verdict)
    {
        var history = Broken with { Race = "random", Position = null, Crossing = null, Verdict = verdict, Broken = [], Counterexample = [], Marks = [] };

        Assert.Equal(verdict, View(Held with { Verdict = verdict, Reached = 0 }).Verdict);
        Assert.Equal(verdict, View(Held, history).Verdict);
        Assert.DoesNotContain("\"status\": \"passed\"", Report.Ctrf(View(history)), StringComparison.Ordinal);
    }

    private static RunView View(params RecordEvent[] events) => RunView.From(
        [Records.Start with { Rules = [] }, .. events, new RunFinished { At = Records.Start.At.AddSeconds(3), Milliseconds = 3000 }]);
}
