using System.Net.Sockets;

namespace Seatrial.Faults.Postgres;

/// <summary>Whole writes to a socket: a single send may take less than it was given.</summary>
internal static class Wire
{
    public static ValueTask SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancelled)
    {
        var sending = socket.SendAsync(bytes, SocketFlags.None, cancelled);
        if (!sending.IsCompletedSuccessfully)
            return RestAsync(socket, bytes, sending, cancelled);
        var count = sending.Result;
        return count == bytes.Length ? ValueTask.CompletedTask : SendAsync(socket, bytes[count..], cancelled);
    }

    private static async ValueTask RestAsync(Socket socket, ReadOnlyMemory<byte> bytes, ValueTask<int> sending, CancellationToken cancelled)
    {
        while (true)
        {
            bytes = bytes[await sending..];
            if (bytes.IsEmpty)
                return;
            sending = socket.SendAsync(bytes, SocketFlags.None, cancelled);
        }
    }
}
