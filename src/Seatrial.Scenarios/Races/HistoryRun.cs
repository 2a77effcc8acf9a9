using System.Globalization;
using Seatrial.Cargo;
using Seatrial.Faults;
using Seatrial.Record;
using Seatrial.Scenarios.Histories;
using Seatrial.Scenarios.Sweeps;

namespace Seatrial.Scenarios.Races;

/// <summary>How a random history is made.</summary>
public sealed record HistoryOptions
{
    /// <summary>The seed of what the clients ask for and of the faults. When they meet, it does not say.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What every name begins with.</summary>
    public required string Namespace { get; init; }

    /// <summary>How many clients there are.</summary>
    public required int Clients { get; init; }

    /// <summary>How long they go on.</summary>
    public required TimeSpan Time { get; init; }
}

/// <summary>A random history: clients who do what a seed says to a few crates, while one fault after the other is done; and its check.</summary>
public sealed class HistoryRun(Func<CancellationToken, Task<(LaneFacts? Lane, string? Problem)>> startLane, HistoryOptions options, RecordWriter record, Secrets secrets, TimeProvider clock)
{
    /// <summary>The history's name in the record.</summary>
    private const string Race = "random";

    /// <summary>Few, so that clients meet.</summary>
    private const int Crates = 3;

    /// <summary>Makes it, checks it and writes down what it came to.</summary>
    /// <returns>Why it could not be done; null when it was.</returns>
    public async Task<string?> RunAsync(CancellationToken cancelled)
    {
        var (lane, problem) = await Lane.StartAsync(startLane, secrets, clock, cancelled);
        if (lane is null)
            return problem;
        await using (lane)
        {
            try
            {
                record.Write(await OnAsync(lane, cancelled));
                return null;
            }
            catch (LaneBroken broken)
            {
                return broken.Message;
            }
            catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
            {
                // The record says by its end that the history was not checked.
                return null;
            }
        }
    }

    private async Task<HistoryChecked> OnAsync(Lane lane, CancellationToken cancelled)
    {
        string[] crates = [.. Enumerable.Range(1, Crates).Select(Name)];
        var names = new Names([.. crates.Append(Name(0)).SelectMany(crate => new[] { (crate, "{crate}"), (IndexPath.For(crate), "{path}") })]);
        var seen = await CrossingsAsync(lane, names, cancelled);
        var recorder = new HistoryRecorder(clock);
        HistoryClient ClientOf(string name) => new(lane, recorder, crates, name, Seeds.For(options.Seed, $"client {name}"));
        foreach (var crate in crates)
            await ClientOf("founder").FoundAsync(crate);
        var faults = new FaultSeries(lane, recorder, names, seen, Seeds.For(options.Seed, "faults"));
        var (began, pace) = (clock.GetTimestamp(), new Pace());
        bool Ends() => cancelled.IsCancellationRequested || clock.GetElapsedTime(began) > options.Time;
        await Task.WhenAll(
        [
            faults.RunAsync(Ends, cancelled),
            .. Enumerable.Range(1, options.Clients).Select(number => ClientOf(string.Create(CultureInfo.InvariantCulture, $"client-{number}")).RunAsync(pace, Ends, cancelled)),
        ]);
        lane.Watch.Record(Names.None);
        var restless = await RestAsync(lane, cancelled);
        // Where the queue cannot be looked into, what is unknown stays open: nothing is claimed about the time of rest.
        if (restless is null && lane.Database is { Statements.Waiting: not null })
            recorder.Settle();
        if (restless is null)
            await ClientOf("last-reader").ReadAllAsync(recorder.ToHistory(), cancelled);
        var history = recorder.ToHistory();
        var found = HistoryCheck.Event(Race, options.Seed, history, HistoryCheck.Of(history)) with { Clients = options.Clients, Faults = faults.Done };
        return found.Verdict switch
        {
            Verdict.Fail => found,
            _ when restless is not null => found with
            {
                Verdict = Verdict.Fail,
                Sentence = $"All faults were healed, and the registry did not come to rest: {restless}.",
                Broken = [new BrokenInvariant("I12", "after all faults", $"nothing left within {Settling.Limit.TotalSeconds:0} s", restless)],
            },
            Verdict.Pass when faults.Done == 0 => found with { Verdict = Verdict.Hollow, Sentence = "No fault was done, so nothing was proved about faults." },
            _ => found,
        };
    }

    // What can be crossed at all, from everything done once without a fault.
    private async Task<Recording> CrossingsAsync(Lane lane, Names names, CancellationToken cancelled)
    {
        var crate = Name(0);
        var alone = new HistoryClient(lane, new HistoryRecorder(clock), [crate], "alone", Seeds.For(options.Seed, "alone"));
        await alone.FoundAsync(crate);
        if (await RestAsync(lane, cancelled) is { } restless)
            throw new LaneBroken($"the registry does not come to rest before the history: {restless}");
        var recording = lane.Watch.Record(names);
        await alone.OnceAsync(crate, cancelled);
        await RestAsync(lane, cancelled);
        return recording;
    }

    private static Task<string?> RestAsync(Lane lane, CancellationToken cancelled) =>
        Settling.WaitAsync(lane, async token => (await Settling.IsQuietAsync(lane, token), "jobs still wait in the queue"), cancelled);

    // One spelling only, and no name begins with another.
    private string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"{options.Namespace}h{number}x");
}
