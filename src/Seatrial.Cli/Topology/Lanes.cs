using Seatrial.Scenarios.Sweeps;

namespace Seatrial.Cli.Topology;

/// <summary>Starts registries that are to be swept, in whatever topology.</summary>
internal static class Lanes
{
    /// <summary>What starts one.</summary>
    public static Func<CancellationToken, Task<(LaneFacts? Lane, string? Problem)>> Of(string topology) => EmbeddedLane.StartAsync;
}
