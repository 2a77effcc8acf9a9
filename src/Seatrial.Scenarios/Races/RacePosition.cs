using System.Security.Cryptography;
using System.Text;
using Seatrial.Faults;
using Seatrial.Record;
using Seatrial.Scenarios.Sweeps;

namespace Seatrial.Scenarios.Races;

/// <summary>One position of a race: A is held at one crossing, B runs, A goes on, all settles, and everything is looked at.</summary>
internal sealed class RacePosition(Lane lane, Race race, Crossing at, SteadyCrossings steady)
{
    /// <summary>How long A may be held before the registry's own time limits, 5 s for a statement, count as the cause of what it answers.</summary>
    private const double LongestHold = 3000;

    private const int IdBytes = 4;

    /// <summary>Its id, the same in every run.</summary>
    public string Id => IdOf(race, at);

    /// <summary>The id of the position of a race at a crossing.</summary>
    public static string IdOf(Race race, Crossing at) =>
        $"{race.Name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{race.Name}\n{at.Id}")).AsSpan(0, IdBytes))}";

    /// <summary>Runs it once.</summary>
    /// <param name="duel">What both start from; it is used up.</param>
    /// <param name="seed">The run's seed, for the record.</param>
    /// <param name="cancelled">Ends the wait.</param>
    /// <returns>What it came to; null when A did not get to the crossing, or was held for so long that it says nothing.</returns>
    /// <exception cref="LaneBroken">The registry cannot be used.</exception>
    public async Task<PositionRun?> RunAsync(Duel duel, ulong seed, CancellationToken cancelled)
    {
        if (await RestAsync(duel, atStart: true, cancelled) is { } restless)
            throw new LaneBroken($"the registry does not come to rest before the race: {restless}");
        var look = new Look("after both");
        Interleaved<Answer>? both;
        string? unsettled;
        await using (Onlooker.Begin(lane, duel.Crate, duel.Packages, look))
        {
            both = await new Interleaving(lane.Watch, at)
            {
                IsQuietAsync = token => Settling.IsQuietAsync(lane, token),
                Counts = crossing => steady.ComesWithTime(crossing) is null,
            }.RunAsync(Use.NamesOf(duel.Crate, duel.Packages), duel.A.ActAsync, duel.B.ActAsync, cancelled);
            unsettled = await RestAsync(duel, atStart: false, cancelled);
        }

        if (both is null || (both.Released - both.Held > LongestHold && (IsOutage(both.First.Answer) || IsOutage(both.Second.Answer))))
            return null;
        await CheckAsync(duel, both, unsettled, look, cancelled);
        return new PositionRun(both.Waited, look.Checks, Event(duel, both, look.Broken, seed));
    }

    private async Task CheckAsync(Duel duel, Interleaved<Answer> both, string? unsettled, Look look, CancellationToken cancelled)
    {
        var orders = duel.Orders.Where(order => order.A(both.First.Answer) && order.B(both.Second.Answer)).ToArray();
        look.That("I7", "what both were told can come of one after the other", orders.Length > 0, string.Join("; or ", duel.Orders.Select(order => order.Words)),
            $"A was told {CaseRun.Words(both.First.Answer)}, and B {CaseRun.Words(both.Second.Answer)}");
        look.That("I12", "the queue drains", unsettled is null, $"nothing left within {Settling.Limit.TotalSeconds:0} s", unsettled ?? "");
        if (lane.Database is { Statements.Dead: { } dead })
            look.Equal("I12", "jobs that have failed for ever", 0, await lane.Database.NumberAsync(dead, cancelled) ?? -1);
        var states = (orders.Length > 0 ? orders : [.. duel.Orders]).Select(order => order.State).ToArray();
        Invariants.Check(states, await Invariants.ReadAsync(lane, duel.Crate, duel.Packages, cancelled), look);
    }

    // A queue that cannot be looked into has settled when all stores agree on one of the states that may be.
    private Task<string?> RestAsync(Duel duel, bool atStart, CancellationToken cancelled) => Settling.WaitAsync(lane, async token =>
    {
        if (lane.Database is { Statements.Waiting: not null })
            return (await Settling.IsQuietAsync(lane, token), "jobs still wait in the queue");
        if (atStart)
            return (true, "");
        var look = new Look("");
        Invariants.Check([.. duel.Orders.Select(order => order.State)], await Invariants.ReadAsync(lane, duel.Crate, duel.Packages, token), look);
        return (look.Broken.Count == 0, look.Broken.Count == 0 ? "" : look.Broken[0].Actual);
    }, cancelled);

    private HistoryChecked Event(Duel duel, Interleaved<Answer> both, IReadOnlyList<BrokenInvariant> broken, ulong seed)
    {
        var (one, other, holds) = (CaseRun.Words(both.First.Answer), CaseRun.Words(both.Second.Answer), broken.Count == 0);
        return new HistoryChecked
        {
            Race = race.Name,
            Position = Id,
            Crossing = at.Id,
            Seed = seed,
            Verdict = holds ? Verdict.Pass : Verdict.Fail,
            Sentence = $"{duel.A.Name} asked to {duel.A.Wish}, was held at {at.Id} while {duel.B.Name} asked to {duel.B.Wish}"
                + $"{(both.Waited ? " and waited" : "")}, and was told {one}; {duel.B.Name} was told {other}; and "
                + (holds ? "all stores agree with it." : $"{broken[0].Actual} ({broken[0].Invariant})."),
            Operations = 2,
            Clients = 2,
            Objects = [],
            Broken = broken,
            Counterexample =
            [
                Shown(duel.A, both.First, one, !holds),
                Shown(duel.B, both.Second, other, !holds),
            ],
            Marks = [new TimelineMark($"A held at {at.Id}", both.Held, both.Released)],
        };
    }

    private static TimelineOperation Shown(Client client, Timed<Answer> timed, string told, bool violating) => new(
        client.Name, $"{client.Wish}: {told}", Meaning(timed.Answer), timed.From, timed.Until, violating);

    private static OperationOutcome Meaning(Answer answer) =>
        answer.IsSuccess ? OperationOutcome.Ok
        : Told.ThereAlready(answer) ? OperationOutcome.Conflict
        : Told.Refused(answer) ? OperationOutcome.Refused
        : OperationOutcome.Unknown;

    private static bool IsOutage(Answer answer) => answer.Status is 0 or >= 500;
}

/// <summary>What one position of a race came to.</summary>
/// <param name="Waited">Whether B waited for A.</param>
/// <param name="Checks">How many times something was looked at.</param>
/// <param name="Checked">What both did and were told, and what did not hold.</param>
internal sealed record PositionRun(bool Waited, int Checks, HistoryChecked Checked);
