namespace Seatrial.Faults.Kinds;

/// <summary>No answer, and no word that there will be none.</summary>
public sealed class Hang : FaultKind
{
    /// <inheritdoc/>
    public override string Name => "hang";

    /// <inheritdoc/>
    public override string Meaning => "The request vanishes: nothing arrives, nothing is answered, and the connection stays open until the client gives up.";

    /// <inheritdoc/>
    public override string Example => "A network that drops packets, a frozen virtual machine.";

    /// <inheritdoc/>
    public override bool IsSlow => true;

    /// <inheritdoc/>
    public override string? Excludes(Crossing crossing) => WithinOneWrite(crossing);

    /// <inheritdoc/>
    public override async Task ActAsync(Exchange exchange, ArmedFault fault, CancellationToken cancelled)
    {
        await Task.WhenAny(exchange.ClientGone, fault.Released).WaitAsync(cancelled);
        await exchange.CutAsync();
    }
}
