namespace Seatrial.Faults.Kinds;

/// <summary>The other side refuses, in its own words.</summary>
public sealed class Error : FaultKind
{
    /// <inheritdoc/>
    public override string Name => "error";

    /// <inheritdoc/>
    public override string Meaning => "The other side refuses the request in its own words, and does nothing of it.";

    /// <inheritdoc/>
    public override string Example => "A serialization failure or a full disk in PostgreSQL, a 503 SlowDown of S3.";

    /// <inheritdoc/>
    public override bool HasSticky => true;

    /// <inheritdoc/>
    public override string? Excludes(Crossing crossing) => crossing.Traits.HasFlag(Traits.Begins | Traits.Pipelined)
        ? "a driver that sends what opens a transaction together with the next statement would take the error for that one's, and run the others outside of it"
        : null;

    /// <inheritdoc/>
    public override Task ActAsync(Exchange exchange, ArmedFault fault, CancellationToken cancelled) =>
        exchange.RefuseAsync(fault.Fault.Code, cancelled);
}
