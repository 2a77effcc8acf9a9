using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Seatrial.Record;

namespace Seatrial.Reports.Tests;

public sealed partial class SweepReportTests
{
    private static readonly RunView Every = RunView.From(SweepRecords.Every);

    private static readonly string Page = Report.Html(Every);

    [Fact]
    public void The_text_for_a_terminal_is_the_one_that_was_reviewed() => Golden.Matches("sweeps.terminal.golden.txt", Report.Sweeps(Every, 80, colours: false));

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void A_matrix_for_a_terminal_keeps_to_its_width(int width)
    {
        var text = Report.Sweeps(RunView.From([.. SweepRecords.Large(12, number => number % 7 == 0)]), width, colours: false);
        Assert.All(text.Split('\n').Where(line => !line.Contains("./seatrial replay", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, width));
    }

    [Fact]
    public void Colours_add_nothing_but_colours()
    {
        var plain = Report.Sweeps(Every, 80, colours: false);
        var coloured = Report.Sweeps(Every, 80, colours: true);
        Assert.DoesNotContain('\u001b', plain);
        Assert.Contains('\u001b', coloured);
        Assert.Equal(plain, Colours().Replace(coloured, ""));
    }

    [Fact]
    public void A_run_without_sweeps_has_no_text_of_sweeps() => Assert.Equal("", Report.Sweeps(RunView.From(Records.Full), 80, colours: false));

    [Fact]
    public void The_matrix_comes_before_everything_but_the_verdict()
    {
        var full = Report.Html(RunView.From([.. Records.Full[..^1], .. SweepRecords.Every[1..]]));
        string[] order = ["<h1>", "id=\"sweeps\"", "id=\"cases\"", "id=\"findings\"", "id=\"capabilities\"", "id=\"catalogue\"", "id=\"rules\"", "id=\"run\""];
        var places = order.Select(part => full.IndexOf(part, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void A_page_of_sweeps_alone_leaves_out_what_it_has_nothing_for()
    {
        var page = Report.Html(RunView.From(SweepRecords.Green));
        Assert.DoesNotContain("id=\"catalogue\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("0 scenarios", page, StringComparison.Ordinal);
        Assert.Contains("every promise was kept", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_link_leads_to_a_place_of_the_page_and_every_place_is_there_once()
    {
        var places = Ids().Matches(Page).Select(match => match.Groups[1].Value).ToList();
        var links = Links().Matches(Page).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.Equal(places.Distinct(), places);
        Assert.Empty(links.Except(places));
        Assert.Contains("case-publish-0a0006", links);
        Assert.Contains("pruned-1-1", links);
    }

    [Fact]
    public void No_tag_of_a_hostile_text_is_a_tag_of_the_page() =>
        Assert.Equal(Tags(Report.Html(RunView.From(SweepRecords.EveryOf("harmless", "0harmless")))), Tags(Page));

    [Fact]
    public void Every_diagram_is_well_formed_whatever_is_written_in_it()
    {
        var diagrams = Diagrams().Matches(Page);
        Assert.InRange(diagrams.Count, 15, 30);
        Assert.All(diagrams, diagram => Assert.Equal("svg", XElement.Parse(diagram.Value).Name.LocalName));
        Assert.Throws<System.Xml.XmlException>(() => XElement.Parse($"<svg><text>{Records.Hostile}</text></svg>"));
    }

    [Theory]
    [InlineData("cut-before", "cut: it never arrived", "class=\"ask hit\"")]
    [InlineData("cut-after", "done, and the answer was cut off", "class=\"answer hit\"")]
    [InlineData("truncated", "the answer was cut in the middle", "class=\"answer hit\"")]
    [InlineData("error 40001", "refused: 40001", "class=\"answer hit\"")]
    [InlineData("hang sticky", "vanished: no answer", "class=\"dots\"")]
    [InlineData("slow", "late, and done", "class=\"answer\"")]
    [InlineData("late-delivery", "cut here, and it arrives later", "class=\"late\"")]
    [InlineData("outage", "down from here on", "class=\"gone\"")]
    [InlineData("kill-before", "the process is killed: it never arrived", "class=\"gone\"")]
    [InlineData("kill-after", "the process is killed before it knows", "class=\"gone\"")]
    [InlineData("pause", "the process stands still", "class=\"still\"")]
    public void A_fault_is_drawn_on_its_arrow(string fault, string words, string stroke)
    {
        var diagram = DiagramOf(SweepRecords.Case(1, 6, fault, CaseOutcome.Stuck));
        Assert.Contains(words, diagram, StringComparison.Ordinal);
        Assert.Contains(stroke, diagram, StringComparison.Ordinal);
        Assert.DoesNotContain(" hit\"", DiagramOf(SweepRecords.Case(1, 6, fault, CaseOutcome.Stuck) with { Sequence = [new CaseCrossing(Boundary.RegistryDatabase, "registry", "COMMIT")] }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_diagram_tells_what_the_user_was_told_where_the_record_says_so()
    {
        var recorded = SweepRecords.Case(1, 8, "slow", CaseOutcome.Stuck) with { Told = "TOLD", ToldAgain = "AGAIN" };
        var (early, late) = (DiagramOf(recorded with { ToldAfter = 1 }), DiagramOf(recorded with { ToldAfter = 9 }));
        Assert.True(early.IndexOf("TOLD</text>", StringComparison.Ordinal) < early.IndexOf("COMMIT", StringComparison.Ordinal));
        Assert.True(late.IndexOf("TOLD</text>", StringComparison.Ordinal) > late.IndexOf("COMMIT", StringComparison.Ordinal));
        Assert.True(late.IndexOf("AGAIN</text>", StringComparison.Ordinal) > late.IndexOf("the user does the same again", StringComparison.Ordinal));
    }

    [Fact]
    public void The_edge_that_fetches_from_the_registry_is_the_CDN_that_the_registry_purges()
    {
        var diagram = DiagramOf(SweepRecords.Case(1, 6, "cut-after", CaseOutcome.Stuck) with
        {
            Sequence = [new CaseCrossing(Boundary.RegistryCdn, "edge", "GET /index") { Fault = "cut-after" }, new CaseCrossing(Boundary.RegistryCdn, "worker", "PURGE")],
        });
        Assert.DoesNotContain(">edge</text>", diagram, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(diagram, ">CDN</text>"));
        var page = Report.Html(RunView.From([Records.Start, SweepRecords.Begin("publish"), SweepRecords.Found("publish", 8) with { Side = "edge" }]));
        Assert.Contains("edge → registry", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_without_a_sequence_is_drawn_as_far_as_it_is_known_and_says_so()
    {
        var page = PageOf(SweepRecords.Case(1, 6, "cut-after", CaseOutcome.Stuck) with { Sequence = [] });
        Assert.Contains("The record does not hold the sequence of this case", page, StringComparison.Ordinal);
        Assert.Contains("done, and the answer was cut off", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_diagram_of_thousands_of_crossings_shows_those_around_the_faults_and_says_how_many_it_leaves_out()
    {
        var asked = new CaseCrossing(Boundary.RegistryDatabase, "registry", "SELECT 1");
        var diagram = DiagramOf(SweepRecords.Case(1, 6, "error sticky", CaseOutcome.Stuck) with
        {
            Sequence = [.. Enumerable.Range(0, 5000).Select(number => asked with { Fault = number is > 100 and < 900 ? "error sticky" : null })],
        });
        Assert.Contains("crossings as usual", diagram, StringComparison.Ordinal);
        Assert.InRange(diagram.Length, 1, 40_000);
    }

    [Fact]
    public void What_each_store_held_stands_before_after_the_fault_and_after_the_retry()
    {
        var page = PageOf(SweepRecords.Case(1, 6, "cut-after", CaseOutcome.Stuck));
        Assert.Contains("<th scope=\"row\">storage</th><td data-when=\"before\">nothing</td><td data-when=\"after the fault\"><b>1 archive</b></td><td data-when=\"after the retry\">1 archive</td>", page, StringComparison.Ordinal);
        Assert.Contains("not recorded", PageOf(SweepRecords.Case(1, 6, "cut-after", CaseOutcome.Stuck) with { HeldBefore = [] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_page_of_five_thousand_cases_stays_small_and_says_what_it_left_out(bool broken)
    {
        const int small = 1_500_000;
        var run = RunView.From([.. SweepRecords.Large(250, number => broken && number % 2 == 0)]);
        Assert.Equal(5000, run.Sweeps[0].Cases.Count);
        var page = Report.Html(run);
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 100_000, small);
        Assert.Equal(broken, page.Contains("2160 more cases", StringComparison.Ordinal));
        Assert.InRange(Report.Markdown(run).Length, 1000, 65_536);
    }

    [Fact]
    public void A_matrix_of_too_many_crossings_keeps_the_rows_with_news()
    {
        var page = Report.Html(RunView.From([.. SweepRecords.Large(400, number => number == 399 * 20)]));
        Assert.Contains("Not shown here: 100 crossings", page, StringComparison.Ordinal);
        Assert.Contains("SELECT crates ~1f20aa, no. 45", page, StringComparison.Ordinal);
        Assert.Single(CellsThatFailed().Matches(page));
    }

    [Fact]
    public void No_cell_that_proved_nothing_has_the_look_of_one_that_did()
    {
        var looks = Cells().Matches(Page).Select(match => (Look: match.Groups[1].Value, Letter: match.Groups[2].Value)).ToLookup(cell => cell.Look, cell => cell.Letter);
        Assert.All(looks["c-hollow"], letter => Assert.Equal("?", letter));
        Assert.All(looks["c-harness-error"], letter => Assert.Equal("!", letter));
        Assert.All(looks["c-fail"], letter => Assert.Matches("^[A-Z]$", letter));
        foreach (var kept in new[] { "c-done", "c-not-done", "c-recoverable", "c-done-though-told-otherwise" })
            Assert.Matches("^[dnrt]$", Assert.Single(looks[kept].Distinct()));
        Assert.Equal(9, looks["c-fail"].Count());
    }

    [Fact]
    public void The_summary_tells_each_sweep_in_numbers()
    {
        var sweep = JsonDocument.Parse(Report.Summary(Every)).RootElement.GetProperty("sweeps")[0];
        Assert.Equal("publish", sweep.GetProperty("workflow").GetString());
        (string, double)[] numbers =
        [
            ("crossings", 12), ("cases", 18), ("fired", 17), ("violations", 9), ("unreached", 1), ("hollow", 2), ("harness-error", 1), ("pruned", 6), ("unstable", 1),
            ("seconds", 61.5), ("clean_milliseconds", 48.25),
        ];
        Assert.All(numbers, number => Assert.Equal(number.Item2, sweep.GetProperty(number.Item1).GetDouble()));
        Assert.Equal(sweep.GetProperty("cases").GetInt32(), 9 + 1 + 2 + 1 + sweep.GetProperty("kept").EnumerateObject().Sum(member => member.Value.GetInt32()));
    }

    [Fact]
    public void In_junit_a_case_is_a_test_what_was_pruned_is_none_and_what_proved_nothing_is_an_error()
    {
        var suite = XDocument.Parse(Report.JUnit(Every)).Root!.Elements("testsuite").Single(each => each.Attribute("name")?.Value == "sweep.publish");
        var tests = suite.Elements("testcase").ToList();
        Assert.Equal(18, tests.Count);
        Assert.All(tests, test => Assert.Equal("sweep.publish", test.Attribute("classname")?.Value));
        Assert.Equal(["unreached", "hollow", "hollow", "harness-error"], tests.Elements("error").Select(error => error.Attribute("type")?.Value).OrderDescending(StringComparer.Ordinal).ToArray());
        Assert.Equal(9, tests.Elements("failure").Count());
        Assert.Equal(5, tests.Count(test => !test.HasElements));
    }

    [Fact]
    public void In_ctrf_only_a_case_that_kept_every_promise_has_passed()
    {
        var tests = JsonDocument.Parse(Report.Ctrf(Every)).RootElement.GetProperty("results").GetProperty("tests").EnumerateArray()
            .Where(test => test.GetProperty("suite")[0].GetString() == "sweep.publish").ToList();
        Assert.Equal(18, tests.Count);
        Assert.Equal(5, tests.Count(test => test.GetProperty("status").GetString() == "passed"));
        Assert.All(tests, test => Assert.NotEqual("", test.GetProperty("extra").GetProperty("fault").GetString()));
    }

    [Fact]
    public void Markdown_shows_a_matrix_of_letters_up_to_twelve_faults_and_counts_beyond()
    {
        var letters = Report.Markdown(RunView.From(SweepRecords.Green));
        Assert.Contains("| crossing | error | cut-after | pause |", letters, StringComparison.Ordinal);
        Assert.Contains("`PutObject crates/{sha256}` | n |  | · |", letters, StringComparison.Ordinal);
        var counts = Report.Markdown(RunView.From([.. SweepRecords.Large(2, number => number == 3)]));
        Assert.Contains("| crossing | not-done | ✗ stuck | pruned |", counts, StringComparison.Ordinal);
        Assert.Contains("`PUT /api/v1/crates/new` | 19 | 1 |  |", counts, StringComparison.Ordinal);
    }

    private static string PageOf(CaseFinished recorded) => Report.Html(RunView.From([Records.Start, SweepRecords.Begin("publish"), SweepRecords.Found("publish", 6), recorded]));

    private static string DiagramOf(CaseFinished recorded) => Diagrams().Match(PageOf(recorded)).Value;

    private static List<string> Tags(string html) => [.. Tag().Matches(html).Select(match => match.Value)];

    [GeneratedRegex(@"</?[a-z][a-z0-9]*", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\sid=""([^""]*)""")]
    private static partial Regex Ids();

    [GeneratedRegex(@"href=""#([^""]*)""")]
    private static partial Regex Links();

    [GeneratedRegex("<svg viewBox=\"0 0 [0-9]+ [0-9]+\" width.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Diagrams();

    [GeneratedRegex(@"<td class=""(c-[a-z-]+)"">(?:<a [^>]*>)?([^<])")]
    private static partial Regex Cells();

    [GeneratedRegex(@"<td class=""c-fail"">")]
    private static partial Regex CellsThatFailed();

    [GeneratedRegex(@"\u001b\[[0-9]+m")]
    private static partial Regex Colours();
}
