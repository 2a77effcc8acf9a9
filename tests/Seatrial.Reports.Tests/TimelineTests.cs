using System.Xml.Linq;
using Seatrial.Record;
using Seatrial.Reports.Page;

namespace Seatrial.Reports.Tests;

public sealed class TimelineTests
{
    private static readonly HistoryChecked History = new()
    {
        Race = "publish",
        Seed = 7,
        Verdict = Verdict.Fail,
        Sentence = "B read version 1.0.0 of c as absent at 12.4 ms although A was told at 10.1 ms that version 1.0.0 was published, under the fault cut-after on COMMIT.",
        Operations = 4000,
        Objects = [new CheckedObjects("version", 30, 1, 2, 0)],
        Counterexample =
        [
            new TimelineOperation("A", "publish 1.0.0 (ab12cd34): done", OperationOutcome.Ok, 8, 10.1, true),
            new TimelineOperation("C", "publish 1.0.0 (ee55ff66): there already", OperationOutcome.Conflict, 8.5, 11, false),
            new TimelineOperation("A", "yank 1.0.0: refused", OperationOutcome.Refused, 11.3, 13.2, false),
            new TimelineOperation("D", "publish 1.0.1 (0a0a0a0a): no answer", OperationOutcome.Unknown, 9.2, null, false),
            new TimelineOperation("B", "read 1.0.0: absent", OperationOutcome.Ok, 12.4, 13, true),
        ],
        Marks = [new TimelineMark("cut-after on COMMIT", 9, 11.5), new TimelineMark("slow on PutObject", 12, null)],
    };

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_drawing_is_the_one_that_was_reviewed() => Golden.Matches("timeline.golden.svg", Timeline.Of(History).ToString() + "\n");

    [Fact]
    public void The_text_is_the_one_that_was_reviewed() => Golden.Matches("timeline.golden.txt", TimelineText.Of(History));

    [Fact]
    public void There_is_a_bar_for_each_operation_with_its_outcome_and_what_cannot_be_is_marked()
    {
        var bars = Bars(History);
        Assert.Equal(["conflict", "ok bad", "ok bad", "refused", "unknown"], bars.Select(bar => bar.Attribute("class")!.Value.Replace("tl-bar ", "").Replace("tl-", "")).Order());
        Assert.Equal(2, Drawing(History).Descendants(Svg + "rect").Count(rect => rect.Attribute("class")!.Value == "tl-fault"));
    }

    [Fact]
    public void A_bar_that_ends_before_another_begins_ends_left_of_it()
    {
        var bars = Bars(History).ToDictionary(bar => bar.Value.Split(',')[0]);
        var publish = bars["A: publish 1.0.0 (ab12cd34): done"];
        var read = bars["B: read 1.0.0: absent"];
        Assert.True((int)publish.Attribute("x")! + (int)publish.Attribute("width")! < (int)read.Attribute("x")!);
    }

    [Fact]
    public void What_one_process_did_at_once_stands_in_rows_of_its_own()
    {
        var overlapping = History with { Counterexample = [.. History.Counterexample.Select(operation => operation with { Process = "A" })] };
        var rows = Bars(overlapping).GroupBy(bar => (int)bar.Attribute("y")!);
        Assert.All(rows, row => Assert.All(row.OrderBy(bar => (int)bar.Attribute("x")!).Zip(row.OrderBy(bar => (int)bar.Attribute("x")!).Skip(1)),
            pair => Assert.True((int)pair.First.Attribute("x")! + (int)pair.First.Attribute("width")! <= (int)pair.Second.Attribute("x")!)));
        Assert.InRange(rows.Count(), 2, 5);
    }

    [Fact]
    public void A_hostile_text_is_shown_as_text_and_fits()
    {
        var hostile = History with
        {
            Sentence = Records.Hostile,
            Counterexample = [.. History.Counterexample.Select(operation => operation with { Process = Records.Hostile, Words = Records.Hostile + new string('x', 5000) })],
            Marks = [new TimelineMark(Records.Hostile, 9, null)],
        };
        Assert.Equal(Drawing(History).Descendants().Select(each => each.Name).Distinct(), Drawing(hostile).Descendants().Select(each => each.Name).Distinct());
        Assert.DoesNotContain('\u001b', TimelineText.Of(hostile));
        Assert.InRange(TimelineText.Of(hostile).Length, 1, 5000);
    }

    [Fact]
    public void Without_a_counterexample_nothing_is_drawn()
    {
        var held = History with { Verdict = Verdict.Pass, Counterexample = [], Marks = [] };
        Assert.Equal("", Timeline.Of(held).ToString());
        Assert.Equal("", TimelineText.Of(held));
    }

    [Fact]
    public void Of_very_many_operations_those_that_cannot_be_are_kept()
    {
        var many = History with
        {
            Counterexample = [.. Enumerable.Range(0, 500).Select(number => new TimelineOperation($"P{number % 9}", "yank", OperationOutcome.Ok, number, number + 0.5, number == 499))],
        };
        Assert.Contains(Bars(many), bar => bar.Attribute("class")!.Value.Contains("tl-bad", StringComparison.Ordinal));
        Assert.Contains("440 more operations in the record", TimelineText.Of(many), StringComparison.Ordinal);
    }

    private static List<XElement> Bars(HistoryChecked history) =>
        [.. Drawing(history).Descendants(Svg + "rect").Where(rect => rect.Attribute("class")!.Value.StartsWith("tl-bar", StringComparison.Ordinal))];

    private static XElement Drawing(HistoryChecked history) => XElement.Parse(Timeline.Of(history).ToString());
}
