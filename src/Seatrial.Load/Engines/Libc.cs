using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace Seatrial.Load.Engines;

/// <summary>
/// The few calls of Linux that an engine makes for each request. Those that never wait go without the runtime's transition between managed
/// and native code, which would be a tenth of all that we spend in user mode.
/// </summary>
internal static unsafe partial class Libc
{
    public const int StreamSocket = 1, NonBlocking = 0x800, CloseOnExec = 0x80000;
    public const int SolSocket = 1, SoError = 4, Tcp = 6, TcpNoDelay = 1;
    public const int NoSignal = 0x4000;
    public const int EpollAdd = 1;
    public const uint EpollIn = 1, EpollOut = 4, EpollError = 8, EpollHangUp = 0x10, EpollReadHangUp = 0x2000, EpollEdge = 1u << 31;
    public const int Again = 11, InProgress = 115, Interrupted = 4, ConnectionReset = 104, BrokenPipe = 32, NoSuchCall = 38;

    // The same on x86-64 and arm64: calls since Linux 5.1 are numbered alike everywhere.
    private const nint PWait2 = 441;
    private const int SetTimerSlack = 29;

    private static bool s_hasPWait2 = true;

    /// <summary>The size of a struct epoll_event, and where its data stands: packed on x86-64 only.</summary>
    public static readonly int EventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    public static readonly int EventData = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    /// <summary>Why the last <see cref="send"/> or <see cref="recv"/> failed: nothing ran since that could have changed it.</summary>
    public static int Errno => Marshal.GetLastSystemError();

    /// <summary>Why another call failed.</summary>
    public static int LastError => Marshal.GetLastPInvokeError();

    /// <summary>The kernel wakes this thread when it asked to be, not up to 50 µs later to save power.</summary>
    public static void WakeOnTime() => _ = prctl(SetTimerSlack, 1, 0, 0, 0);

    /// <summary>Waits for events, at most so many nanoseconds; 0 only looks.</summary>
    public static int Wait(int epoll, byte* events, int most, long nanoseconds)
    {
        if (nanoseconds <= 0)
            return epoll_wait_now(epoll, events, most, 0);
        if (s_hasPWait2)
        {
            var time = stackalloc long[2] { nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000 };
            var got = syscall(PWait2, epoll, (nint)events, most, (nint)time, 0, 0);
            if (got >= 0 || LastError != NoSuchCall)
                return (int)got;
            s_hasPWait2 = false;
        }

        // Before Linux 5.11 in whole milliseconds; the rest of one is spent looking.
        return epoll_wait(epoll, events, most, (int)(nanoseconds / 1_000_000));
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int connect(int socket, byte* address, uint length);

    [LibraryImport("libc")]
    public static partial int close(int descriptor);

    [LibraryImport("libc")]
    public static partial int setsockopt(int socket, int level, int name, int* value, uint length);

    [LibraryImport("libc")]
    public static partial int getsockopt(int socket, int level, int name, int* value, uint* length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_ctl(int epoll, int operation, int descriptor, byte* wanted);

    [LibraryImport("libc")]
    [SuppressGCTransition]
    public static partial nint send(int socket, byte* bytes, nint length, int flags);

    [LibraryImport("libc")]
    [SuppressGCTransition]
    public static partial nint recv(int socket, byte* bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    [SuppressGCTransition]
    private static partial int epoll_wait_now(int epoll, byte* events, int most, int milliseconds);

    [LibraryImport("libc")]
    private static partial int epoll_wait(int epoll, byte* events, int most, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint epoll, nint events, nint most, nint time, nint signals, nint size);

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint value, nuint third, nuint fourth, nuint fifth);
}
