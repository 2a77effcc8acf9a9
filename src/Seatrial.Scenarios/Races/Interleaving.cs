using Seatrial.Faults;
using Seatrial.Faults.Kinds;

namespace Seatrial.Scenarios.Races;

/// <summary>
/// Puts what two clients do in an order, with the taps as the scheduler: the first is held at one of its crossings, the second
/// runs to its end or until it waits for the first, and then the first goes on.
/// </summary>
/// <remarks>
/// Nothing is slept out. The second has ended when it is answered and all that follows from it is done; it waits when it
/// came to no new crossing while somebody looked <see cref="MostStill"/> times. To be wrong about that only lets the first one go on
/// earlier: a slow machine sees other orders, and no failure that is none.
/// </remarks>
/// <param name="watch">Sees the crossings of both.</param>
/// <param name="at">Where the first one is held.</param>
internal sealed class Interleaving(Watch watch, Crossing at)
{
    /// <summary>How many looks without anything new make a wait.</summary>
    public const int MostStill = 25;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    /// <summary>Whether all that follows from the second one is done.</summary>
    public Func<CancellationToken, Task<bool>> IsQuietAsync { get; init; } = _ => Task.FromResult(true);

    /// <summary>Whether a crossing shows that something goes on; what comes by itself does not.</summary>
    public Func<Crossing, bool> Counts { get; init; } = _ => true;

    /// <summary>Runs both.</summary>
    /// <returns>What came of them; null when the first one ended without its crossing, and the second was not begun.</returns>
    public async Task<Interleaved<T>?> RunAsync<T>(Names names, Func<Task<T>> first, Func<Task<T>> second, CancellationToken cancelled)
    {
        var (clock, began) = (watch.Clock, watch.Clock.GetTimestamp());
        double Now() => clock.GetElapsedTime(began).TotalMilliseconds;
        async Task<Timed<T>> TimedAsync(Func<Task<T>> act)
        {
            var from = Now();
            var answer = await act();
            return new Timed<T>(answer, from, Now());
        }

        var recording = watch.Record(names);
        using var hold = watch.Arm(new Fault(new Hold(), at));
        var one = TimedAsync(first);
        if (!await IsHeldAsync(hold, one, recording, cancelled))
        {
            hold.Heal();
            await one;
            return null;
        }

        var held = Now();
        var other = TimedAsync(second);
        await UntilStillAsync(other, recording, cancelled);
        var (waited, released) = (!other.IsCompleted, Now());
        hold.Heal();
        return new Interleaved<T>(await one, await other, held, released, waited);
    }

    // What follows from an answer may be where it is held: not before the queue is empty and nothing moves is it too late.
    private async Task<bool> IsHeldAsync(ArmedFault hold, Task first, Recording recording, CancellationToken cancelled)
    {
        for (var (still, seen) = (0, 0); hold.Times == 0 || !hold.Fired.IsCompleted;)
        {
            var crossings = Crossings(recording);
            still = crossings == seen && first.IsCompleted && await IsQuietAsync(cancelled) ? still + 1 : 0;
            seen = crossings;
            if (still == MostStill || hold.NotDone is not null)
                return false;
            await Task.WhenAny(hold.Fired, Task.Delay(Glance, watch.Clock, cancelled));
            cancelled.ThrowIfCancellationRequested();
        }

        return true;
    }

    private async Task UntilStillAsync(Task second, Recording recording, CancellationToken cancelled)
    {
        for (var (still, seen) = (0, -1); still < MostStill;)
        {
            if (second.IsCompleted && await IsQuietAsync(cancelled))
                return;
            var crossings = Crossings(recording);
            (still, seen) = (crossings == seen ? still + 1 : 0, crossings);
            await Task.Delay(Glance, watch.Clock, cancelled);
        }
    }

    private int Crossings(Recording recording) => recording.Crossings.Count(Counts);
}

/// <summary>What came of two clients whose orders were put together. Times are milliseconds since the first one began.</summary>
/// <param name="First">The one who was held.</param>
/// <param name="Second">The one who ran meanwhile.</param>
/// <param name="Held">When the first was held.</param>
/// <param name="Released">When it went on.</param>
/// <param name="Waited">Whether the second was not answered by then: it waits for something that the first has.</param>
internal sealed record Interleaved<T>(Timed<T> First, Timed<T> Second, double Held, double Released, bool Waited);

/// <summary>An answer, and between which times it was waited for.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="From">When it was asked for.</param>
/// <param name="Until">When it came.</param>
internal sealed record Timed<T>(T Answer, double From, double Until);
