namespace Seatrial.Faults.Kinds;

/// <summary>It was done, and the answer is lost.</summary>
public sealed class CutAfter : FaultKind
{
    /// <inheritdoc/>
    public override string Name => "cut-after";

    /// <inheritdoc/>
    public override string Meaning => "The other side does the request, and the connection is reset before its answer has come back.";

    /// <inheritdoc/>
    public override string Example => "A COMMIT that the server has done and the client takes for failed.";

    /// <inheritdoc/>
    public override bool HasSticky => true;

    /// <inheritdoc/>
    public override string? Excludes(Crossing crossing) => WithinOneWrite(crossing);

    /// <inheritdoc/>
    public override async Task ActAsync(Exchange exchange, ArmedFault fault, CancellationToken cancelled)
    {
        await exchange.ForwardAsync(cancelled);
        await exchange.CutAsync();
    }
}
