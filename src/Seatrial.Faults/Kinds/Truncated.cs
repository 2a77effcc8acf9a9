namespace Seatrial.Faults.Kinds;

/// <summary>The connection breaks in the middle of the answer.</summary>
public sealed class Truncated : FaultKind
{
    private const double Half = 0.5;

    /// <inheritdoc/>
    public override string Name => "truncated";

    /// <inheritdoc/>
    public override string Meaning => "The other side does the request, and the connection is reset in the middle of its answer.";

    /// <inheritdoc/>
    public override string Example => "A download or a result set that ends halfway.";

    /// <inheritdoc/>
    public override bool HasSticky => true;

    /// <inheritdoc/>
    public override string? Excludes(Crossing crossing) => WithinOneWrite(crossing);

    /// <inheritdoc/>
    public override async Task ActAsync(Exchange exchange, ArmedFault fault, CancellationToken cancelled)
    {
        await exchange.ForwardAsync(cancelled);
        await exchange.RelayPartAsync(Half, cancelled);
    }
}
