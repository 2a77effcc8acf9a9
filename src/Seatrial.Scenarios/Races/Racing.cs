using System.Collections.Concurrent;
using System.Globalization;
using Seatrial.Record;
using Seatrial.Scenarios.Sweeps;

namespace Seatrial.Scenarios.Races;

/// <summary>How races are run.</summary>
public sealed record RacingOptions
{
    /// <summary>How many registries are raced on at once; a race stays on one.</summary>
    public required int Lanes { get; init; }

    /// <summary>The run's seed: it chooses positions when not all are run, and nothing else in a race is left to chance.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How many positions of each race are run at most; the seed chooses them. All when absent.</summary>
    public int? MostPositions { get; init; }

    /// <summary>The id of the only position that is run; all when absent.</summary>
    public string? Only { get; init; }

    /// <summary>What every name begins with.</summary>
    public required string Namespace { get; init; }
}

/// <summary>Races: two clients, one of whom is held at each of its crossings while the other one runs.</summary>
public sealed class Racing(Func<CancellationToken, Task<(LaneFacts? Lane, string? Problem)>> startLane, RacingOptions options, RecordWriter record, Secrets secrets, TimeProvider clock)
{
    private int _names;

    /// <summary>The races, each with what the two clients do.</summary>
    public static IReadOnlyList<(string Name, string Story)> Races => [.. Race.All.Select(race => (race.Name, race.Story))];

    /// <summary>Runs races.</summary>
    /// <returns>Why it could not be done; null when it was.</returns>
    public async Task<string?> RunAsync(IReadOnlyList<string> races, CancellationToken cancelled)
    {
        var waiting = new ConcurrentQueue<Race>(races.Select(name => Race.Named(name)!));
        var lanes = new ConcurrentBag<Lane>();
        try
        {
            var started = await Task.WhenAll(Enumerable.Range(0, Math.Min(options.Lanes, waiting.Count)).Select(_ => Lane.StartAsync(startLane, secrets, clock, cancelled)));
            foreach (var lane in started.Select(one => one.Lane).OfType<Lane>())
                lanes.Add(lane);
            if (started.Select(one => one.Problem).OfType<string>().FirstOrDefault() is { } problem)
                return problem;
            await Parallel.ForEachAsync(lanes, new ParallelOptions { MaxDegreeOfParallelism = lanes.Count, CancellationToken = cancelled }, async (lane, _) =>
            {
                var atRest = await Sweep.AtRestAsync(lane, Name(), clock, cancelled);
                while (waiting.TryDequeue(out var race))
                    record.Write(await new RaceRun(lane, race, atRest, Name, options, record.Write).RunAsync(cancelled));
            });
            return null;
        }
        catch (LaneBroken broken)
        {
            return broken.Message;
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            // The record holds what was done, and says by its end that it is not all.
            return null;
        }
        finally
        {
            foreach (var lane in lanes)
                await lane.DisposeAsync();
        }
    }

    // As for sweeps: one spelling only, and no name begins with another.
    private string Name() => string.Create(CultureInfo.InvariantCulture, $"{options.Namespace}r{Interlocked.Increment(ref _names)}x");
}
