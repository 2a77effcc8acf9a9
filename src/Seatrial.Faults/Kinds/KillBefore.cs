namespace Seatrial.Faults.Kinds;

/// <summary>The process that asks is killed before its request arrives.</summary>
public sealed class KillBefore : FaultKind
{
    /// <inheritdoc/>
    public override string Name => "kill-before";

    /// <inheritdoc/>
    public override string Meaning => "The process that asks is killed (SIGKILL) when its request is on the way, and the request does not arrive.";

    /// <inheritdoc/>
    public override string Example => "The kernel out of memory, a power cut, a deployment that does not wait.";

    /// <inheritdoc/>
    public override bool StopsProcess => true;

    /// <inheritdoc/>
    public override string? Excludes(Crossing crossing) => WithinOneWrite(crossing);

    /// <inheritdoc/>
    public override async Task ActAsync(Exchange exchange, ArmedFault fault, CancellationToken cancelled)
    {
        Signals.Kill(exchange.Tap);
        await exchange.CutAsync();
    }
}
