using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Seatrial.Load.Engines;

/// <summary>Waits for parts of a millisecond. Timers of the runtime are late by several, which would be most of a fast answer.</summary>
internal sealed partial class Pacemaker : IDisposable
{
    private const int Monotonic = 1;

    private readonly ManualResetEventSlim _never = new();

    public Pacemaker()
    {
        if (OperatingSystem.IsLinux())
            Libc.WakeOnTime();
    }

    /// <summary>Waits so many nanoseconds.</summary>
    public unsafe void Wait(long nanoseconds)
    {
        if (nanoseconds <= 0)
            return;
        if (OperatingSystem.IsLinux())
        {
            var time = stackalloc long[2] { nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000 };
            // A signal may cut it short; the caller looks at the time anyway.
            _ = clock_nanosleep(Monotonic, 0, time, null);
            return;
        }

        // Elsewhere in whole milliseconds, and the rest of one by looking at the clock.
        var until = Stopwatch.GetTimestamp() + (nanoseconds * Stopwatch.Frequency / 1_000_000_000);
        if (nanoseconds > 2_000_000)
            _never.Wait((int)(nanoseconds / 1_000_000) - 1);
        while (Stopwatch.GetTimestamp() < until)
            Thread.SpinWait(20);
    }

    public void Dispose() => _never.Dispose();

    [LibraryImport("libc")]
    private static unsafe partial int clock_nanosleep(int clock, int flags, long* time, long* left);
}
