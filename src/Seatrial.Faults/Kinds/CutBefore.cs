namespace Seatrial.Faults.Kinds;

/// <summary>The connection breaks before the request arrives.</summary>
public sealed class CutBefore : FaultKind
{
    /// <inheritdoc/>
    public override string Name => "cut-before";

    /// <inheritdoc/>
    public override string Meaning => "The connection is reset before the request has reached the other side, which does nothing.";

    /// <inheritdoc/>
    public override string Example => "A failover, a firewall that forgets a connection, a server that restarts.";

    /// <inheritdoc/>
    public override bool HasSticky => true;

    /// <inheritdoc/>
    public override string? Excludes(Crossing crossing) => WithinOneWrite(crossing);

    /// <inheritdoc/>
    public override Task ActAsync(Exchange exchange, ArmedFault fault, CancellationToken cancelled) => exchange.CutAsync();
}
