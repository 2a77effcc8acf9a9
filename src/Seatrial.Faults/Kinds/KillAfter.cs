namespace Seatrial.Faults.Kinds;

/// <summary>The process that asks is killed when its request is done and the answer has not come.</summary>
public sealed class KillAfter : FaultKind
{
    /// <inheritdoc/>
    public override string Name => "kill-after";

    /// <inheritdoc/>
    public override string Meaning => "The other side does the request, and the process that asked is killed (SIGKILL) before the answer has come back.";

    /// <inheritdoc/>
    public override string Example => "A crash between an effect and the note that it was done.";

    /// <inheritdoc/>
    public override bool StopsProcess => true;

    /// <inheritdoc/>
    public override string? Excludes(Crossing crossing) => WithinOneWrite(crossing);

    /// <inheritdoc/>
    public override async Task ActAsync(Exchange exchange, ArmedFault fault, CancellationToken cancelled)
    {
        await exchange.ForwardAsync(cancelled);
        Signals.Kill(exchange.Tap);
        await exchange.CutAsync();
    }
}
