using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Seatrial.Record;

namespace Seatrial.Reports.Tests;

public sealed partial class ReportTests
{
    private static readonly Dictionary<string, Func<RunView, string>> Formats = new()
    {
        ["summary.golden.json"] = Report.Summary,
        ["report.golden.html"] = Report.Html,
        ["report.golden.md"] = Report.Markdown,
        ["junit.golden.xml"] = Report.JUnit,
        ["ctrf.golden.json"] = Report.Ctrf,
    };

    private static readonly Dictionary<string, RecordEvent[]> Runs = new()
    {
        ["full"] = Records.Full,
        ["interrupted"] = Records.Interrupted,
        ["empty"] = Records.Empty,
        ["sweeps"] = SweepRecords.Every,
    };

    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var run in Runs.Keys)
                foreach (var format in Formats.Keys)
                    all.Add(run, format);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_report_is_the_one_that_was_reviewed(string run, string format) =>
        Golden.Matches($"{run}.{format}", Formats[format](RunView.From(Runs[run])));

    [Theory]
    [MemberData(nameof(All))]
    public void The_same_record_gives_the_same_bytes(string run, string format) =>
        Assert.Equal(Formats[format](RunView.From(Runs[run])), Formats[format](RunView.From(Reread(Runs[run]))));

    [Theory]
    [MemberData(nameof(All))]
    public void No_report_holds_what_a_terminal_or_a_reader_obeys_or_hides(string run, string format)
    {
        var text = Formats[format](RunView.From(Runs[run]));
        Assert.DoesNotMatch(Unseen(), text);
        Assert.Equal(text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void The_hostile_text_of_the_fixture_does_hold_it() => Assert.Matches(Unseen(), Records.Hostile);

    [Fact]
    public void All_reports_are_written_into_a_folder_that_is_made()
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("seatrial-reports-").FullName, "out");
        Report.WriteAll(RunView.From(Records.Full), folder);
        Assert.Equal(
            ["ctrf.json", "junit.xml", "report.html", "report.md", "summary.json"],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(Report.Html(RunView.From(Records.Full)), File.ReadAllText(Path.Combine(folder, "report.html")));
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    [Fact]
    public void The_summary_counts_every_scenario_once()
    {
        var counts = Summary(Records.Full).GetProperty("scenarios");
        string[] verdicts = ["pass", "fail", "inapplicable", "disabled", "hollow", "harness-error", "unstable"];
        Assert.Equal(counts.GetProperty("total").GetInt32(), verdicts.Sum(verdict => counts.GetProperty(verdict).GetInt32()));
        Assert.All(verdicts, verdict => Assert.NotEqual(0, counts.GetProperty(verdict).GetInt32()));
    }

    [Fact]
    public void The_verdict_of_the_summary_turns_when_one_check_fails()
    {
        RecordEvent[] flipped = [.. Records.Green.Select(recorded => recorded is Checked check ? check with { Passed = false } : recorded)];
        Assert.Equal("pass", Summary(Records.Green).GetProperty("verdict").GetString());
        Assert.Equal("fail", Summary(flipped).GetProperty("verdict").GetString());
    }

    [Fact]
    public void Ctrf_counts_its_cases_and_passes_only_what_passed()
    {
        var results = JsonDocument.Parse(Report.Ctrf(RunView.From(Records.Full))).RootElement.GetProperty("results");
        var tests = results.GetProperty("tests").EnumerateArray().ToList();
        var passed = tests.Where(test => test.GetProperty("status").GetString() == "passed").ToList();
        Assert.Equal(results.GetProperty("summary").GetProperty("tests").GetInt32(), tests.Count);
        Assert.Equal(2, passed.Count);
        Assert.All(passed, test => Assert.Equal("pass", test.GetProperty("rawStatus").GetString()));
    }

    [Theory]
    [InlineData("hollow", "failure")]
    [InlineData("fail", "failure")]
    [InlineData("harness-error", "error")]
    [InlineData("unstable", "error")]
    [InlineData("inapplicable", "skipped")]
    [InlineData("disabled", "skipped")]
    public void Every_verdict_but_pass_has_its_element_in_junit(string verdict, string element) =>
        Assert.Single(JUnit(Records.Full).Descendants(element), each => each.Attribute("type")?.Value == verdict);

    [Fact]
    public void A_case_of_junit_without_any_element_is_a_pass() =>
        Assert.Equal(2, JUnit(Records.Full).Descendants("testcase").Count(each => !each.HasElements));

    [Fact]
    public void The_counts_of_junit_are_those_of_its_elements()
    {
        var root = JUnit(Records.Full);
        foreach (var suite in root.Elements("testsuite").Prepend(root))
        {
            Assert.Equal(suite.Descendants("testcase").Count(), (int?)suite.Attribute("tests"));
            Assert.Equal(suite.Descendants("failure").Count(), (int?)suite.Attribute("failures"));
            Assert.Equal(suite.Descendants("error").Count(), (int?)suite.Attribute("errors"));
        }
    }

    [Theory]
    [InlineData("interrupted", "error")]
    [InlineData("empty", "failure")]
    public void A_run_that_no_scenario_shows_as_short_of_a_pass_has_a_case_of_its_own(string run, string element) =>
        Assert.Single(JUnit(Runs[run]).Descendants("testcase"), test => test.Attribute("name")?.Value == "run: The run itself" && test.Element(element) is not null);

    [Fact]
    public void A_green_run_has_no_case_but_its_scenarios() => Assert.Single(JUnit(Records.Green).Descendants("testcase"));

    [Fact]
    public void Markdown_stays_short_enough_for_a_comment_whatever_the_run()
    {
        const int longestComment = 65_536;
        var words = string.Concat(Enumerable.Repeat("*_`|@", 1000));
        var scenarios = Enumerable.Range(0, 500).SelectMany(number => new RecordEvent[]
        {
            Records.Begin($"g/{words}{number}", words),
            Records.Check($"g/{words}{number}", 1, false, words, "IDX-08") with { Expected = words, Actual = words },
            Records.End($"g/{words}{number}", number % 2 == 0 ? Verdict.Fail : Verdict.HarnessError, words),
        });
        var text = Report.Markdown(RunView.From([Records.Start, .. scenarios, new RunFinished { Milliseconds = 1 }]));
        Assert.InRange(text.Length, longestComment / 4, longestComment);
        Assert.Contains("more findings: see report.html", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_neither_calls_nor_links_what_a_registry_sent()
    {
        var prose = Fenced().Replace(Report.Markdown(RunView.From(Records.Full)), "");
        Assert.DoesNotContain("@everyone", prose, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", prose.Replace("\\<", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("https://", prose, StringComparison.Ordinal);
        Assert.Contains("@\u200Beveryone", prose, StringComparison.Ordinal);
    }

    private static JsonElement Summary(RecordEvent[] events) => JsonDocument.Parse(Report.Summary(RunView.From(events))).RootElement;

    private static XElement JUnit(RecordEvent[] events) => XDocument.Parse(Report.JUnit(RunView.From(events))).Root!;

    // Written and read back, as the tool does it, so that nothing but the record can be what the reports depend on.
    private static IReadOnlyList<RecordEvent> Reread(RecordEvent[] events)
    {
        var stream = new MemoryStream();
        var clock = new RecordedClock();
        using (var writer = new RecordWriter(stream, clock, new Secrets()))
        {
            foreach (var recorded in events)
            {
                clock.At = recorded.At;
                writer.Write(recorded);
            }
        }

        var read = RecordReader.Read(Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Null(read.Problem);
        return read.Events;
    }

    private sealed class RecordedClock : TimeProvider
    {
        public DateTimeOffset At { get; set; }

        public override DateTimeOffset GetUtcNow() => At;
    }

    [GeneratedRegex(@"[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]")]
    private static partial Regex Unseen();

    [GeneratedRegex(@"^(`{3,})[\s\S]*?^\1$|(?<![`\\])(`+)(?!`).*?(?<!`)\2(?!`)", RegexOptions.Multiline)]
    private static partial Regex Fenced();
}
