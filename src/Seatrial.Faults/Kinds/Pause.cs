namespace Seatrial.Faults.Kinds;

/// <summary>The process that asks stands still, and goes on later as if nothing had happened.</summary>
public sealed class Pause : FaultKind
{
    /// <inheritdoc/>
    public override string Name => "pause";

    /// <inheritdoc/>
    public override string Meaning => "The process that asks is stopped (SIGSTOP) with its request on the way, the others go on, and it is continued when the fault is healed.";

    /// <inheritdoc/>
    public override string Example => "A long collection of garbage, a virtual machine that is moved, a suspended laptop.";

    /// <inheritdoc/>
    public override bool StopsProcess => true;

    /// <inheritdoc/>
    public override bool IsSlow => true;

    /// <inheritdoc/>
    public override string? Excludes(Crossing crossing) => WithinOneWrite(crossing);

    /// <inheritdoc/>
    public override async Task ActAsync(Exchange exchange, ArmedFault fault, CancellationToken cancelled)
    {
        Signals.Stop(exchange.Tap);
        Task forwarding;
        try
        {
            // Not awaited before it goes on: a boundary that is inside of the process stands still with it.
            forwarding = exchange.ForwardAsync(cancelled);
            await fault.Released.WaitAsync(cancelled);
        }
        finally
        {
            Signals.Continue(exchange.Tap);
        }

        await forwarding;
        await exchange.RelayAsync(cancelled);
    }
}
