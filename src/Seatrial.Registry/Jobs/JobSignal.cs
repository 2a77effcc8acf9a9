namespace Seatrial.Registry.Jobs;

/// <summary>Wakes the worker when a commit has brought jobs; without it, jobs wait for the next poll.</summary>
internal sealed class JobSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>
    /// Ends at the next <see cref="Raise"/>. Take it before looking for jobs, so that none slips between.
    /// </summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
