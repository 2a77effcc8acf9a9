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

    private static readonly CaseFinished Case = new()
    {
        Case = "publish-1",
        Workflow = "publish",
        Crossing = "c #2",
        Boundary = Boundary.RegistryDatabase,
        Fault = "cut-after",
        After = "publish-0",
        Fired = 1,
        Told = "no answer",
        ToldAgain = "409",
        HeldBefore = ["index: nothing"],
        Held = ["index: 1.0.0"],
        HeldAfterRetry = ["index: 1.0.0 twice"],
        Sequence =
        [
            new CaseCrossing(Boundary.ClientRegistry, "client", "PUT /api/v1/crates/new"),
            new CaseCrossing(Boundary.RegistryDatabase, "registry", "COMMIT") { Fault = "cut-after", Answer = "08006", Again = true, Delivered = true },
        ],
        ToldAfter = 1,
        ToldAgainAfter = 2,
        Outcome = CaseOutcome.DoneThoughToldOtherwise,
        Violations = [new BrokenInvariant("I2", "after the retry", "one line", "two lines")],
        Checks = 9,
        Problem = "p",
        Milliseconds = 10,
        SettledMilliseconds = 11,
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
            new SweepStarted
            {
                Workflow = "publish", Story = "s", Lanes = 2, Problem = "p", Stores = ["index"], NotChecked = ["I14: no cargo"],
                Faults = [new FaultFacts("cut-after", "m")], Only = "shard 1 of 4",
            },
            new CrossingFound
            {
                Workflow = "publish", Crossing = "c #2", Boundary = Boundary.RegistryDatabase, Side = "registry", Operation = "COMMIT",
                Detail = "COMMIT", Place = 3, Transaction = "BEGIN", Occurrence = 2, Unstable = "u", Under = "publish-1",
            },
            new CasePruned { Workflow = "publish", Crossing = "c #2", Fault = "hang", Reason = "r" },
            Case,
            new SweepFinished { Workflow = "publish", Milliseconds = 6, CleanMilliseconds = 7.5 },
            new HistoryChecked
            {
                Race = "publish", Seed = ulong.MaxValue, Verdict = Verdict.Fail, Sentence = "s", Operations = 9,
                Objects = [new CheckedObjects("yank flag", 1, 2, 3, 4)],
                Counterexample = [new TimelineOperation("A", "w", OperationOutcome.Unknown, 1.5, null, true)],
                Marks = [new TimelineMark("cut-after", 0, 2.25)], Others = ["o"],
            },
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
    public void A_case_of_an_older_record_that_says_less_is_read()
    {
        var line = """{"event":"case-finished","case":"publish-1","workflow":"publish","crossing":"c","boundary":"registry-storage","fault":"hang","fired":1,"told":"t","toldAgain":"a","held":[],"outcome":"not-done","violations":[],"checks":1,"milliseconds":1,"settledMilliseconds":1,"at":"2026-01-02T03:04:05+00:00"}""";
        var read = RecordReader.Read([.. Lines(Write([First])), line]);
        Assert.Null(read.Problem);
        var older = Assert.IsType<CaseFinished>(read.Events[1]);
        Assert.Empty(older.Sequence);
        Assert.Empty(older.HeldBefore);
        Assert.True(older.IsGreen);
    }

    [Fact]
    public void A_crossing_of_an_older_record_is_its_first_and_outside_of_a_transaction()
    {
        var line = """{"event":"crossing-found","workflow":"publish","crossing":"c","boundary":"registry-storage","side":"s","operation":"o","detail":"d","place":1}""";
        var older = Assert.IsType<CrossingFound>(RecordReader.Read([.. Lines(Write([First])), line]).Events[1]);
        Assert.Equal(("", 1), (older.Transaction, older.Occurrence));
    }

    [Fact]
    public void A_crossing_that_went_its_way_is_written_in_few_words() => Assert.Contains(
        """{"boundary":"client-registry","side":"client","operation":"PUT /api/v1/crates/new"}""", Write([Case]), StringComparison.Ordinal);

    [Fact]
    public void The_invariants_are_numbered_from_1_to_16_and_found_by_number()
    {
        Assert.Equal(Enumerable.Range(1, 16).Select(number => $"I{number}"), Invariant.All.Select(invariant => invariant.Id));
        Assert.Equal("No line is in the index twice.", Invariant.Of("I2")?.Text);
        Assert.Null(Invariant.Of("I17"));
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
