namespace Seatrial.Faults.Kinds;

/// <summary>
/// Keeps an exchange where it is until it is released, and then lets it go on unharmed. Not a fault of its own: races use it to
/// put what two clients do in an order.
/// </summary>
public sealed class Hold : FaultKind
{
    /// <inheritdoc/>
    public override string Name => "hold";

    /// <inheritdoc/>
    public override string Meaning => "The request waits before it reaches the other side until somebody lets it go on.";

    /// <inheritdoc/>
    public override string Example => "Two clients whose requests interleave in the one order that was not thought of.";

    /// <inheritdoc/>
    public override string? Excludes(Crossing crossing) => WithinOneWrite(crossing);

    /// <inheritdoc/>
    public override async Task ActAsync(Exchange exchange, ArmedFault fault, CancellationToken cancelled)
    {
        await fault.Released.WaitAsync(cancelled);
        await exchange.ForwardAsync(cancelled);
        await exchange.RelayAsync(cancelled);
    }
}
