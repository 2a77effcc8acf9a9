namespace Seatrial.Registry.Jobs;

/// <summary>How long jobs wait, run and are tried.</summary>
internal static class JobTiming
{
    /// <summary>
    /// How long a claim holds. A run ends itself before (<see cref="MaxRun"/>), so two runs of one key never overlap.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <summary>Two storage calls at their time limits, and the database.</summary>
    public static readonly TimeSpan MaxRun = TimeSpan.FromSeconds(12);

    /// <summary>
    /// How late a job may start when the signal was lost: with the process that wrote it, or in another one.
    /// </summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>
    /// After so many attempts that failed for another reason than an outage, a job is dead: only a person can help.
    /// An outage never kills a job, however long it lasts (invariant I12).
    /// </summary>
    public const int MaxAttempts = 10;

    private static readonly TimeSpan FirstWorkerPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    // Short enough that an index catches up within seconds after an outage, long enough to leave a sick dependency
    // alone.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>The pause of a worker that cannot get at the queue: short for a failure that passes, and no longer than between two looks.</summary>
    public static TimeSpan WorkerPause(int failures) =>
        TimeSpan.FromTicks(Math.Min(Poll.Ticks, FirstWorkerPause.Ticks << Math.Clamp(failures - 1, 0, 16)));

    /// <summary>The pause after an attempt: doubled each time, up to a cap.</summary>
    public static TimeSpan Pause(int attempts) =>
        TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Clamp(attempts - 1, 0, 16)));
}
