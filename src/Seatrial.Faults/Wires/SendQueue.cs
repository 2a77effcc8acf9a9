using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Seatrial.Faults.Wires;

/// <summary>What was sent and has not reached the peer's machine: a reset would throw it away.</summary>
internal static partial class SendQueue
{
    // ioctl_tcp: SIOCOUTQ of Linux, the bytes that were not acknowledged.
    private const nuint Unacknowledged = 0x5411;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Waits until the peer has all of it, or does not take it for a while.</summary>
    public static async Task DrainAsync(Socket socket, CancellationToken cancelled)
    {
        // The time of the kernel, not of the case: it is the kernel that is waited for.
        var clock = TimeProvider.System;
        for (var begun = clock.GetTimestamp(); Unsent(socket) > 0 && clock.GetElapsedTime(begun) < Patience;)
            await Task.Delay(Pause, clock, cancelled);
    }

    private static int Unsent(Socket socket) => ioctl(socket.SafeHandle, Unacknowledged, out var bytes) == 0 ? bytes : 0;

    [LibraryImport("libc")]
    private static partial int ioctl(SafeHandle socket, nuint request, out int bytes);
}
