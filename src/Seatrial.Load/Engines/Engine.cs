using Seatrial.Load.Recording;

namespace Seatrial.Load.Engines;

/// <summary>Makes the requests of a load and counts what comes of them.</summary>
/// <param name="workload">Makes what arrivals do, once for each thread.</param>
/// <param name="operations">How many kinds of requests it has.</param>
/// <param name="limits">The bounds of the load.</param>
public abstract class Engine(Func<Workload> workload, int operations, LoadLimits limits)
{
    /// <summary>Told of each second of the load, in order, by its number from 0; the tally is used again afterwards.</summary>
    public Action<int, Tally> Told { get; init; } = (_, _) => { };

    /// <summary>What arrivals do, for one more thread.</summary>
    protected Workload NewWorkload() => workload();

    /// <summary>How many kinds of requests there are.</summary>
    protected int Operations => operations;

    /// <summary>The bounds of the load.</summary>
    protected LoadLimits Limits => limits;

    /// <summary>Makes a load. It ends by itself, within the model's time and the drain of the limits.</summary>
    /// <param name="model">Who decides when the next request is made.</param>
    /// <param name="cancelled">Ends it early, with all that was counted.</param>
    public abstract Task<LoadResult> RunAsync(LoadModel model, CancellationToken cancelled);
}
