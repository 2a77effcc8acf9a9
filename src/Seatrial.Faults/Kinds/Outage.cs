namespace Seatrial.Faults.Kinds;

/// <summary>The other side is gone, for everybody, until it is healed.</summary>
public sealed class Outage : FaultKind
{
    /// <inheritdoc/>
    public override string Name => "outage";

    /// <inheritdoc/>
    public override string Meaning => "From this crossing on the whole boundary is down: connections are reset and new ones refused, until after the user was answered.";

    /// <inheritdoc/>
    public override string Example => "A database that restarts, an object storage that is down for a region.";

    /// <inheritdoc/>
    public override bool IsSlow => true;

    /// <inheritdoc/>
    public override string? Excludes(Crossing crossing) => WithinOneWrite(crossing);

    /// <inheritdoc/>
    public override Task ActAsync(Exchange exchange, ArmedFault fault, CancellationToken cancelled)
    {
        fault.Watch.TakeDown(exchange.Crossing.Boundary);
        // Healed between the two: nobody would end it, as a sweep of a background job has shown.
        if (fault.IsHealed)
            fault.Watch.BringUp(exchange.Crossing.Boundary);
        return exchange.CutAsync();
    }

    /// <inheritdoc/>
    public override void Heal(ArmedFault fault, Watch watch)
    {
        if (fault.Times > 0)
            watch.BringUp(fault.Fault.Crossing.Boundary);
    }
}
