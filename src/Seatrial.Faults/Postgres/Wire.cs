using System.Net.Sockets;

namespace Seatrial.Faults.Postgres;

/// <summary>
/// Reads and writes that block their thread. Each direction of a connection has a thread of its own: the kernel wakes it
/// itself, with two calls a message, where waiting for many sockets at once takes three and a hand-over to another thread.
/// </summary>
/// <remarks>bench/proxy-cost: with asynchronous sockets the proxy took 1.3 times as long as pgbouncer.</remarks>
internal static class Wire
{
    /// <summary>Writes all of it.</summary>
    public static void Send(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[socket.Send(bytes, SocketFlags.None)..];
    }

    /// <summary>Fills all of it.</summary>
    /// <returns>Whether the peer sent that much.</returns>
    public static bool Fill(Socket socket, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = socket.Receive(bytes, SocketFlags.None);
            if (count == 0)
                return false;
            bytes = bytes[count..];
        }

        return true;
    }

    /// <summary>Runs what blocks on a thread of its own.</summary>
    public static Task RunAsync(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
