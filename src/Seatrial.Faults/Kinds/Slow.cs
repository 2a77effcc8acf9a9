namespace Seatrial.Faults.Kinds;

/// <summary>The answer takes its time, and comes.</summary>
public sealed class Slow : FaultKind
{
    /// <summary>Far longer than any answer here takes, far shorter than any time limit.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(150);

    /// <inheritdoc/>
    public override string Name => "slow";

    /// <inheritdoc/>
    public override string Meaning => $"The request reaches the other side {Delay.TotalMilliseconds:0} ms late, and everything goes well.";

    /// <inheritdoc/>
    public override string Example => "A lock that somebody else holds, a cold cache, a packet that was lost and sent again.";

    /// <inheritdoc/>
    public override string? Excludes(Crossing crossing) => WithinOneWrite(crossing);

    /// <inheritdoc/>
    public override async Task ActAsync(Exchange exchange, ArmedFault fault, CancellationToken cancelled)
    {
        await Task.Delay(Delay, exchange.Tap.Watch.Clock, cancelled);
        await exchange.ForwardAsync(cancelled);
        await exchange.RelayAsync(cancelled);
    }
}
