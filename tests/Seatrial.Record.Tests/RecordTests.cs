using System.Text;

namespace Seatrial.Record.Tests;

public sealed class RecordTests
{
    private static readonly RunStarted First = new()
    {
        Tool = "seatrial 0.1.0",
        Seed = ulong.MaxValue,
        Namespace = "st-abc",
        Target = new TargetFacts("sparse+http://127.0.0.1:1/index/", "http://127.0.0.1:1", "embedded"),
        Machine = new MachineFacts("Linux", 2, ".NET 10", "cargo 1.95.0"),
        Rules = [new RuleFacts("IDX-08", "MUST", "The checksum is 64 lower-case hex digits.", "index.rs")],
    };

    [Fact]
    public void Every_kind_of_event_is_read_back_as_it_was_written()
    {
        RecordEvent[] events =
        [
            First,
            new CapabilityProbed { Capability = "search", Available = false, Evidence = "GET … answered 404" },
            new ScenarioStarted { Scenario = "a/b", Title = "t", Story = "s", Rules = ["IDX-08"], EdgeCases = ["é"] },
            new StepStarted { Scenario = "a/b", Step = 1, Part = Part.Setup, Title = "t" },
            new Exchanged
            {
                Scenario = "a/b", Step = 1, Boundary = Boundary.ClientRegistry, Request = "GET http://x/", RequestHeaders = ["A: b"],
                Status = 200, ResponseHeaders = ["C: d"], ResponseBody = new BodyFacts(2, "ok", null), Milliseconds = 1.5,
            },
            new CommandRan { Command = "cargo --version", ExitCode = 0, Output = "cargo", Errors = "", Milliseconds = 2 },
            new Checked
            {
                Scenario = "a/b", Step = 1, Check = "c", Passed = false, Expected = "1", Actual = "2", Rules = ["IDX-08"],
                Boundary = Boundary.RegistryStorage,
            },
            new StepFinished { Scenario = "a/b", Step = 1, Milliseconds = 3 },
            new ScenarioFinished { Scenario = "a/b", Verdict = Verdict.HarnessError, Reason = "r", Milliseconds = 4 },
            new RunFinished { Milliseconds = 5 },
        ];

        var read = RecordReader.Read(Lines(Write(events)));

        Assert.Null(read.Problem);
        Assert.Equal(events.Length, read.Events.Count);
        Assert.Equal(Write(events), Write(read.Events));
    }

    [Fact]
    public void Verdicts_and_boundaries_are_written_as_words_with_hyphens()
    {
        var line = Write([new ScenarioFinished { Scenario = "a/b", Verdict = Verdict.HarnessError, Milliseconds = 0 }]);
        Assert.Contains("\"verdict\":\"harness-error\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_cut_off_in_the_middle_of_a_line_gives_what_stands_before_and_the_line_at_fault()
    {
        var whole = Write([First, new RunFinished { Milliseconds = 5 }]);
        var read = RecordReader.Read(Lines(whole[..^10]));
        Assert.Single(read.Events);
        Assert.Equal(2, read.Problem?.Line);
    }

    [Fact]
    public void A_file_that_is_no_record_is_refused_on_its_first_line() =>
        Assert.Equal(1, RecordReader.Read(["<html>"]).Problem?.Line);

    [Fact]
    public void A_record_of_another_format_is_refused() =>
        Assert.Contains("format 7", RecordReader.Read(Lines(Write([First with { Format = 7 }]))).Problem?.Message, StringComparison.Ordinal);

    [Fact]
    public void A_secret_is_hidden_wherever_it_stands()
    {
        var secrets = new Secrets();
        secrets.Add("sea_abc\"def");
        var line = Write([new RunFinished { Milliseconds = 1 }, First with { Tool = "token sea_abc\"def!" }], secrets);
        Assert.DoesNotContain("sea_abc", line, StringComparison.Ordinal);
        Assert.Contains(Secrets.Placeholder, System.Text.RegularExpressions.Regex.Unescape(line), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_listens_to_the_writer_does_not_hear_a_secret_either()
    {
        var secrets = new Secrets();
        secrets.Add("sea_abcdef");
        RecordEvent? heard = null;
        using var writer = new RecordWriter(new MemoryStream(), new StoppedClock(), secrets);
        writer.Written += recorded => heard = recorded;
        writer.Write(new ScenarioFinished { Scenario = "a/b", Verdict = Verdict.Fail, Reason = "it said sea_abcdef", Milliseconds = 1 });
        Assert.Equal($"it said {Secrets.Placeholder}", Assert.IsType<ScenarioFinished>(heard).Reason);
    }

    [Fact]
    public void Without_a_secret_the_same_text_is_written_as_it_is() =>
        Assert.Contains("sea_abc", Write([First with { Tool = "token sea_abc" }]), StringComparison.Ordinal);

    private static string Write(IEnumerable<RecordEvent> events, Secrets? secrets = null)
    {
        var stream = new MemoryStream();
        using (var writer = new RecordWriter(stream, new StoppedClock(), secrets ?? new Secrets()))
            foreach (var recorded in events)
                writer.Write(recorded);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }
}
