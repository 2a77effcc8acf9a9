using Seatrial.Faults.Wires;

namespace Seatrial.Faults.Tcp;

/// <summary>The opening of a connection that a fault has. The answer to it is the connection itself.</summary>
internal sealed class ConnectExchange(Line line, Inbox client) : Exchange, IAsyncDisposable
{
    private readonly ClientWatch _client = new(client);

    /// <summary>Whether the connection is to be used.</summary>
    public bool GoesOn { get; private set; }

    /// <inheritdoc/>
    public override Task ClientGone => _client.Gone;

    /// <summary>Connects to the other side.</summary>
    public override Task ForwardAsync(CancellationToken cancelled) => line.ConnectAsync(cancelled);

    /// <inheritdoc/>
    public override Task RelayAsync(CancellationToken cancelled)
    {
        GoesOn = true;
        return Task.CompletedTask;
    }

    /// <summary>Half of a connection is none.</summary>
    public override Task RelayPartAsync(double part, CancellationToken cancelled) => CutAsync();

    /// <summary>TCP has one word for it: a reset.</summary>
    public override Task RefuseAsync(string? code, CancellationToken cancelled) => CutAsync();

    /// <inheritdoc/>
    public override Task CutAsync()
    {
        line.Cut();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task CutClientAsync()
    {
        line.CutClient();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
