using Seatrial.Record;

namespace Seatrial.Reports.Tests;

/// <summary>Records of sweeps made in code: one with every outcome and hostile text, one that is green, and one as large as is asked for.</summary>
internal static class SweepRecords
{
    private static readonly FaultFacts[] Faults =
    [
        new("error", "The other side refuses the request in its own words, and does nothing of it."),
        new("cut-before", "The connection is reset before the request has reached the other side, which does nothing."),
        new("cut-after", "The other side does the request, and the connection is reset before its answer has come back."),
        new("truncated", "The other side does the request, and the connection is reset in the middle of its answer."),
        new("late-delivery", "The client is cut off, and the request reaches the other side only after the user's retry."),
        new("slow", "The request reaches the other side 150 ms late, and everything goes well."),
        new("hang", "The request vanishes: nothing arrives, nothing is answered, and the connection stays open until the client gives up."),
        new("outage", "From this crossing on the whole boundary is down until after the user was answered."),
        new("kill-before", "The process that asks is killed (SIGKILL) when its request is on the way, and the request does not arrive."),
        new("kill-after", "The other side does the request, and the process that asked is killed (SIGKILL) before the answer has come back."),
        new("pause", "The process that asks is stopped (SIGSTOP) with its request on the way, and it is continued when the fault is healed."),
    ];

    private static readonly CaseCrossing[] Usual =
    [
        new(Boundary.ClientRegistry, "client", "PUT /api/v1/crates/new"),
        new(Boundary.RegistryStorage, "registry", "PutObject crates/{sha256}") { Answer = "200" },
        new(Boundary.RegistryDatabase, "registry", "BEGIN"),
        new(Boundary.RegistryDatabase, "registry", "SELECT crates ~1f20aa") { Answer = "1 row" },
        new(Boundary.RegistryDatabase, "registry", "INSERT versions ~3fa912"),
        new(Boundary.RegistryDatabase, "registry", "INSERT jobs ~77c0de"),
        new(Boundary.RegistryDatabase, "registry", "COMMIT"),
        new(Boundary.RegistryStorage, "worker", "PutObject index/{crate}") { Answer = "200" },
        new(Boundary.RegistryCdn, "worker", "PURGE index/{crate}") { Answer = "200" },
    ];

    /// <summary>Every outcome, every place where a case or a crossing can be no good news, and hostile text.</summary>
    public static RecordEvent[] Every => EveryOf(Records.Hostile, "<hostile>");

    /// <summary>The same with another text in the places where a hostile registry's texts can come to stand.</summary>
    public static RecordEvent[] EveryOf(string text, string name) =>
    [
        Records.Start,
        Begin("publish") with { NotChecked = ["I14: no cargo was found", $"I11: {text}"] },
        Found("publish", 0), Found("publish", 1), Found("publish", 2), Found("publish", 3), Found("publish", 4), Found("publish", 5), Found("publish", 6), Found("publish", 7),
        Found("publish", 8) with { Unstable = "it was seen in one of two recordings only" },
        new CasePruned { Workflow = "publish", Crossing = "c8", Fault = "error", Reason = "the crossing comes and goes" },
        Hit("hostile", text, 9, text),
        Found("publish", 7) with { Crossing = "c7b", Operation = "GetObject index/{crate}", Under = "publish-0a0004", Place = 1 },
        Found("publish", 6) with { Crossing = "forgotten", Operation = "SELECT 1", Transaction = "", Place = 10 },
        new CasePruned { Workflow = "publish", Crossing = "c2", Fault = "error", Reason = "no server fails here" },
        new CasePruned { Workflow = "publish", Crossing = "c3", Fault = "cut-before", Reason = "it went out in one write with what follows" },
        new CasePruned { Workflow = "publish", Crossing = "c4", Fault = "cut-before", Reason = "it went out in one write with what follows" },
        new CasePruned { Workflow = "publish", Crossing = "hostile", Fault = "hang", Reason = text },
        new CasePruned { Workflow = "publish", Crossing = "c1", Fault = text, Reason = text },
        Case(1, 1, "error", CaseOutcome.NotDone) with { Told = "503, the storage does not answer" },
        Case(2, 1, "cut-after", CaseOutcome.Recoverable),
        Case(3, 6, "cut-after", CaseOutcome.DoneThoughToldOtherwise) with { Told = "503, the database does not answer", ToldAgain = "409, already uploaded with identical content" },
        Case(4, 8, "slow", CaseOutcome.Done) with { Crossing = "c7b", After = "publish-0a0004" },
        Case(5, 5, "kill-after", CaseOutcome.Done),
        Broken(6, 6, "cut-before", CaseOutcome.Stuck, "I6", "after the retry"),
        Broken(7, 4, "error 40001 sticky", CaseOutcome.Lost, "I7", "after the fault"),
        Broken(8, 7, "late-delivery", CaseOutcome.Corrupt, "I1", "after the retry"),
        Broken(9, 6, "kill-after", CaseOutcome.Done, "I8", "after the retry"),
        Broken(10, 3, "hang", CaseOutcome.NotDone, "I16", "meanwhile"),
        Broken(11, 6, "outage", CaseOutcome.NotDone, "I12", "after the retry") with { Sequence = [] },
        Broken(12, 6, "pause", CaseOutcome.Corrupt, "I5", "meanwhile"),
        Broken(13, 9, "error", CaseOutcome.Stuck, text, text) with
        {
            Crossing = "hostile", Case = $"publish-{name}", Told = text, ToldAgain = text, Held = [$"storage: {text}", text], HeldBefore = [text], HeldAfterRetry = [text],
            Sequence = [new CaseCrossing(Boundary.RegistryDatabase, text, text) { Fault = "error", Answer = text }, new CaseCrossing(Boundary.RegistryJobs, text, text) { Again = true }],
        },
        Case(14, 2, "truncated", CaseOutcome.Unreached) with { Fired = 0, Sequence = [] },
        Case(15, 1, "hang", CaseOutcome.Done) with { Checks = 0 },
        Case(16, 1, "outage", CaseOutcome.Done) with { Problem = "the storage could not be read: connection refused" },
        Case(17, 0, "kill-before", CaseOutcome.HarnessError) with { Problem = "the registry did not start again within 30 s" },
        Case(18, 6, "error", CaseOutcome.Stuck),
        new SweepFinished { Workflow = "publish", Milliseconds = 61_500, CleanMilliseconds = 48.25 },
        Begin("yank") with { Problem = "the workflow fails without a fault: 404" },
        new RunFinished { At = Records.Start.At.AddSeconds(65), Milliseconds = 65_000 },
    ];

    /// <summary>A sweep in which every promise was kept.</summary>
    public static RecordEvent[] Green =>
    [
        Records.Start with { Rules = [] },
        Begin("publish"), Found("publish", 1), Found("publish", 6),
        Case(1, 1, "error", CaseOutcome.NotDone), Case(2, 6, "cut-after", CaseOutcome.DoneThoughToldOtherwise),
        new CasePruned { Workflow = "publish", Crossing = "c1", Fault = "pause", Reason = "it is slow" },
        new SweepFinished { Workflow = "publish", Milliseconds = 900, CleanMilliseconds = 48 },
        new RunFinished { At = Records.Start.At.AddSeconds(1), Milliseconds = 1000 },
    ];

    /// <summary>A sweep of <paramref name="crossings"/> crossings with 20 faults each, of which some share broke a promise.</summary>
    public static IEnumerable<RecordEvent> Large(int crossings, Func<int, bool> breaks)
    {
        yield return Records.Start;
        yield return Begin("publish");
        for (var place = 0; place < crossings; place++)
            yield return Found("publish", place % Usual.Length) with { Crossing = $"c{place}", Place = place + 1, Occurrence = 1 + (place / Usual.Length) };
        for (var number = 0; number < crossings * 20; number++)
        {
            var fault = Faults[number % 20 % Faults.Length].Name + (number % 20 < Faults.Length ? "" : " sticky");
            yield return (breaks(number) ? Broken(number, number / 20 % Usual.Length, fault, CaseOutcome.Stuck, "I6", "after the retry") : Case(number, number / 20 % Usual.Length, fault, CaseOutcome.NotDone))
                with
            { Crossing = $"c{number / 20}" };
        }

        yield return new SweepFinished { Workflow = "publish", Milliseconds = 900_000, CleanMilliseconds = 48 };
        yield return new RunFinished { At = Records.Start.At.AddSeconds(900), Milliseconds = 900_000 };
    }

    public static SweepStarted Begin(string workflow) => new()
    {
        At = Records.Start.At,
        Workflow = workflow,
        Story = $"A user does what is called {workflow}.",
        Lanes = 2,
        Stores = ["api", "index", "database", "storage"],
        Faults = Faults,
    };

    public static CrossingFound Found(string workflow, int place) => new()
    {
        At = Records.Start.At,
        Workflow = workflow,
        Crossing = $"c{place}",
        Boundary = Usual[place].Boundary,
        Side = Usual[place].Side,
        Operation = Usual[place].Operation,
        Detail = $"{Usual[place].Operation}, in full",
        Place = place + 1,
        Transaction = Usual[place].Boundary == Boundary.RegistryDatabase ? "BEGIN" : "",
    };

    public static CaseFinished Case(int number, int place, string fault, CaseOutcome outcome) => new()
    {
        At = Records.Start.At.AddSeconds(number),
        Case = $"publish-{0xa0000 + number:x6}",
        Workflow = "publish",
        Crossing = $"c{place}",
        Boundary = Usual[Math.Min(place, Usual.Length - 1)].Boundary,
        Fault = fault,
        Fired = 1,
        Told = "200",
        ToldAgain = "200",
        HeldBefore = ["api: nothing", "index: nothing", "database: nothing", "storage: nothing"],
        Held = ["api: nothing", "index: nothing", "database: nothing", "storage: 1 archive"],
        HeldAfterRetry = ["api: 1.0.0", "index: 1.0.0", "database: 1.0.0, 1 audit row", "storage: 1 archive"],
        Sequence = [.. Sequence(place, fault)],
        Outcome = outcome,
        Violations = [],
        Checks = 24,
        Milliseconds = 140,
        SettledMilliseconds = 31,
    };

    private static CaseFinished Broken(int number, int place, string fault, CaseOutcome outcome, string invariant, string when) =>
        Case(number, place, fault, outcome) with
        {
            Violations = [new BrokenInvariant(invariant, when, "what must hold", "index: 1.0.0; database: nothing")],
        };

    private static CrossingFound Hit(string crossing, string text, int place, string detail) =>
        Found("publish", 6) with { Crossing = crossing, Operation = text, Side = text, Detail = detail, Place = place, Transaction = text };

    // Up to the fault, then the beginning of the retry.
    private static IEnumerable<CaseCrossing> Sequence(int place, string fault)
    {
        foreach (var crossing in Usual.Take(Math.Min(place, Usual.Length - 1)))
            yield return crossing;
        yield return Usual[Math.Min(place, Usual.Length - 1)] with { Fault = fault, Answer = fault.StartsWith("error", StringComparison.Ordinal) ? "40001" : null };
        foreach (var crossing in Usual.Take(3))
            yield return crossing with { Again = true };
        if (fault == "late-delivery")
            yield return Usual[place] with { Again = true, Delivered = true };
    }
}
