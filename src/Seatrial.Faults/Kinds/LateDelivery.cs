namespace Seatrial.Faults.Kinds;

/// <summary>The request arrives after the client has been told that it failed.</summary>
public sealed class LateDelivery : FaultKind
{
    /// <inheritdoc/>
    public override string Name => "late-delivery";

    /// <inheritdoc/>
    public override string Meaning => "The client is cut off, and the request reaches the other side only after the user's retry.";

    /// <inheritdoc/>
    public override string Example => "A write that waits in the queue of a load balancer while its sender gives up and tries again.";

    /// <inheritdoc/>
    public override string? Excludes(Crossing crossing) =>
        !crossing.Traits.HasFlag(Traits.Writes) ? "it changes nothing, so it does not matter when it arrives"
        : !crossing.Traits.HasFlag(Traits.Commits) ? "its transaction ends with the connection, so what arrives late is undone at once"
        : WithinOneWrite(crossing);

    /// <inheritdoc/>
    public override async Task ActAsync(Exchange exchange, ArmedFault fault, CancellationToken cancelled)
    {
        await exchange.CutClientAsync();
        await fault.Released.WaitAsync(cancelled);
        await exchange.ForwardAsync(cancelled);
    }
}
