using Seatrial.Faults;
using Seatrial.Faults.Kinds;
using Seatrial.Record;
using Seatrial.Scenarios.Sweeps;

namespace Seatrial.Scenarios.Races;

/// <summary>A whole race in one lane: A alone is recorded, and then held at each of its crossings.</summary>
/// <param name="lane">The registry.</param>
/// <param name="race">The race.</param>
/// <param name="atRest">What the registry does by itself.</param>
/// <param name="newName">Gives a name that no crate has had.</param>
/// <param name="options">How races are run.</param>
/// <param name="record">Takes each position that is no pass, and the one that was asked for.</param>
internal sealed class RaceRun(Lane lane, Race race, Recording atRest, Func<string> newName, RacingOptions options, Action<RecordEvent> record)
{
    /// <summary>How often a position is begun that is not reached.</summary>
    private const int Attempts = 4;

    private const int MostTold = 5;

    /// <summary>Runs it.</summary>
    public async Task<RaceFinished> RunAsync(CancellationToken cancelled)
    {
        var clock = lane.Watch.Clock;
        var start = clock.GetTimestamp();
        RaceFinished finished;
        try
        {
            finished = await AllAsync(cancelled);
        }
        catch (LaneBroken broken)
        {
            finished = Finished(0, [], [], $"The race could not be run: {broken.Message}");
        }

        return finished with { Milliseconds = clock.GetElapsedTime(start).TotalMilliseconds };
    }

    private async Task<RaceFinished> AllAsync(CancellationToken cancelled)
    {
        var steady = new SteadyCrossings(await AloneAsync(cancelled), await AloneAsync(cancelled), atRest);
        var (hold, places, leftOut) = (new Hold(), new List<Crossing>(), new List<string>());
        foreach (var (crossing, unstable) in steady.All)
        {
            if ((unstable ?? steady.ComesWithTime(crossing) ?? hold.Excludes(crossing) ?? Opens(crossing)) is { } reason)
                leftOut.Add(reason);
            else
                places.Add(crossing);
        }

        places = Chosen(places, leftOut);
        // All at once, since what follows from a preparation (the jobs, and the pauses between them) goes on by itself.
        var prepared = new Queue<Duel>();
        foreach (var _ in places)
            prepared.Enqueue(await race.PrepareAsync(lane, newName()));
        var runs = new List<(RacePlace Place, PositionRun? Run)>();
        foreach (var place in places)
        {
            var position = new RacePosition(lane, race, place, steady);
            var run = await PositionAsync(position, prepared.Dequeue(), cancelled);
            runs.Add((new RacePlace(position.Id, place.Id, run is not null, run?.Waited == true, run?.Checked.Verdict == Verdict.Fail), run));
            if (run is not null && (options.Only is not null || run.Checked.Verdict == Verdict.Fail))
                record(run.Checked);
        }

        return Finished(steady.All.Count, runs, leftOut, null);
    }

    // In the order of A's crossings, whichever they are.
    private List<Crossing> Chosen(List<Crossing> places, List<string> leftOut)
    {
        if (options.Only is { } only)
        {
            var chosen = places.FindAll(place => RacePosition.IdOf(race, place) == only);
            leftOut.AddRange(Enumerable.Repeat("not the position that was asked for", places.Count - chosen.Count));
            return chosen;
        }

        if (options.MostPositions is not { } most || places.Count <= most)
            return places;
        int[] numbers = [.. Enumerable.Range(0, places.Count)];
        new Random(Seeds.For(options.Seed, race.Name)).Shuffle(numbers);
        leftOut.AddRange(Enumerable.Repeat("not chosen by the seed", places.Count - most));
        return [.. numbers.Take(most).Order().Select(number => places[number])];
    }

    // Who takes a job, and on which connection, is a matter of time.
    private async Task<PositionRun?> PositionAsync(RacePosition position, Duel duel, CancellationToken cancelled)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await position.RunAsync(duel, options.Seed, cancelled) is { } run)
                return run;
            if (attempt == Attempts)
                return null;
            duel = await race.PrepareAsync(lane, newName());
        }
    }

    // Nothing that concerns the other client has been asked yet.
    private static string? Opens(Crossing crossing) => crossing.Traits.HasFlag(Traits.Library)
        ? "the client's library sends it by itself: A is held at the statement after it too"
        : null;

    private async Task<Recording> AloneAsync(CancellationToken cancelled)
    {
        var duel = await race.PrepareAsync(lane, newName());
        Task<string?> SettledAsync() => Settling.WaitAsync(lane, async token => (await Settling.IsQuietAsync(lane, token), "jobs still wait in the queue"), cancelled);
        var restless = await SettledAsync();
        var recording = lane.Watch.Record(Use.NamesOf(duel.Crate, duel.Packages));
        var told = await duel.A.ActAsync();
        restless ??= await SettledAsync();
        lane.Watch.Record(Names.None);
        if (restless is not null || !told.IsSuccess)
            throw new LaneBroken($"what A does fails without anybody else: {restless ?? told.ToString()}");
        return recording;
    }

    private RaceFinished Finished(int crossings, List<(RacePlace Place, PositionRun? Run)> positions, List<string> leftOut, string? problem)
    {
        PositionRun[] runs = [.. positions.Select(position => position.Run).OfType<PositionRun>()], broken = [.. runs.Where(run => run.Checked.Verdict == Verdict.Fail)];
        string[] missed = [.. positions.Where(position => position.Run is null).Select(position => position.Place.Crossing)];
        var waited = runs.Count(run => run.Waited);
        var (verdict, sentence) = (problem, broken, positions.Count, missed.Length) switch
        {
            ({ } why, _, _, _) => (Verdict.HarnessError, why),
            (_, [var first, ..], _, _) => (Verdict.Fail, first.Checked.Sentence),
            (_, _, 0, _) when options.Only is { } only => (Verdict.Hollow, $"A comes to no crossing whose position is {only}, so nothing was proved."),
            (_, _, 0, _) => (Verdict.Hollow, "A can be held at none of its crossings, so nothing was proved."),
            (_, _, _, > 0) => (Verdict.Hollow, $"A was not held at {string.Join(", ", missed.Take(MostTold))}{(missed.Length > MostTold ? " and more" : "")}."),
            _ => (Verdict.Pass, $"Held at each of {positions.Count} crossings, some order explains what both were told, and all stores agree; in {waited} of them B waited for A."),
        };
        return new RaceFinished
        {
            Race = race.Name,
            Story = race.Story,
            Crossings = crossings,
            Positions = positions.Count,
            Reached = runs.Length,
            Waited = waited,
            Broken = broken.Length,
            Checks = runs.Sum(run => run.Checks),
            Places = [.. positions.Select(position => position.Place)],
            LeftOut = [.. leftOut.GroupBy(reason => reason).OrderByDescending(same => same.Count()).Select(same => $"{same.Count()}: {same.Key}")],
            Verdict = verdict,
            Sentence = sentence,
            Milliseconds = 0,
        };
    }
}
