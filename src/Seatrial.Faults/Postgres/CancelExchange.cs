using System.Net.Sockets;
using Seatrial.Faults.Wires;

namespace Seatrial.Faults.Postgres;

/// <summary>What can be done to a request to cancel. No server answers one: it closes the connection when it has read it.</summary>
internal sealed class CancelExchange(Line line, byte[] request) : Exchange
{
    // Nobody waits for a request to cancel longer than for what it cancels.
    public override Task ClientGone { get; } = Task.CompletedTask;

    public override async Task ForwardAsync(CancellationToken cancelled)
    {
        await line.ConnectAsync(cancelled);
        await Wire.SendAsync(line.Server, request, cancelled);
        var nothing = new byte[16];
        while (await line.Server.ReceiveAsync(nothing, SocketFlags.None, cancelled) > 0)
        {
        }
    }

    public override Task RelayAsync(CancellationToken cancelled) => Task.CompletedTask;

    public override Task RelayPartAsync(double part, CancellationToken cancelled) => CutAsync();

    public override Task RefuseAsync(string? code, CancellationToken cancelled) => Task.CompletedTask;

    public override Task CutAsync()
    {
        line.Cut();
        return Task.CompletedTask;
    }

    public override Task CutClientAsync()
    {
        line.CutClient();
        return Task.CompletedTask;
    }
}
