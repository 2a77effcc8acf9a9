using System.Net.Sockets;
using Seatrial.Faults.Wires;

namespace Seatrial.Faults.Postgres;

/// <summary>What can be done to a request to cancel. No server answers one: it closes the connection when it has read it.</summary>
internal sealed class CancelExchange(Line line, byte[] request) : Exchange
{
    // Nobody waits for a request to cancel longer than for what it cancels.
    public override Task ClientGone { get; } = Task.CompletedTask;

    public override Task ForwardAsync(CancellationToken cancelled)
    {
        line.Connect();
        Wire.Send(line.Server, request);
        Span<byte> nothing = stackalloc byte[16];
        while (line.Server.Receive(nothing, SocketFlags.None) > 0)
        {
        }

        return Task.CompletedTask;
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
