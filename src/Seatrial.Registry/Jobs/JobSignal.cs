namespace Seatrial.Registry.Jobs;

/// <summary>Wakes the workers when a commit has brought jobs; without it, jobs wait for the next poll.</summary>
/// <remarks>
/// Not by a NOTIFY in the transaction that adds them: PostgreSQL lets such transactions commit only one after the other, each with
/// its own write to the disk.
/// </remarks>
internal sealed class JobSignal
{
    private readonly Rounds<bool>? _others;
    private TaskCompletionSource _next = New();

    /// <param name="tellOthers">Tells the workers of other processes; null where there are none.</param>
    public JobSignal(Func<Task>? tellOthers = null) => _others = tellOthers is null ? null : new Rounds<bool>(int.MaxValue, async _ =>
    {
        await tellOthers();
        return Task.CompletedTask;
    });

    /// <summary>
    /// Ends at the next <see cref="Hear"/>. Take it before looking for jobs, so that none slips between.
    /// </summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>There are new jobs: for the worker of this process, and those of others. Nobody waits for it.</summary>
    public void Raise()
    {
        Hear();
        // A word that is lost costs one poll; many at one time are one.
        _ = _others?.Join(true).ContinueWith(told => _ = told.Exception, TaskScheduler.Default);
    }

    /// <summary>There may be jobs that the worker of this process can run now.</summary>
    public void Hear() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
