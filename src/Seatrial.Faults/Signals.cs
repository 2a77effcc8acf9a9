using System.Runtime.InteropServices;

namespace Seatrial.Faults;

/// <summary>What the kernel does to a process of ours: end it, stop it, let it go on.</summary>
internal static partial class Signals
{
    // POSIX numbers of Linux on x86-64 and arm64 (signal(7)).
    private const int Sigkill = 9;
    private const int Sigcont = 18;
    private const int Sigstop = 19;

    public static void Kill(Tap tap) => Send(tap, Sigkill);

    public static void Stop(Tap tap) => Send(tap, Sigstop);

    public static void Continue(Tap tap) => Send(tap, Sigcont);

    private static void Send(Tap tap, int signal)
    {
        if (tap.ProcessId() is not { } process)
            throw new InvalidOperationException($"The process of «{tap.Side}» is not ours, so it cannot be killed or paused; such cases must not be planned.");
        // One that has just ended by itself is what the signal wanted; the proof that it came back is asked elsewhere.
        _ = kill(process, signal);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);
}
