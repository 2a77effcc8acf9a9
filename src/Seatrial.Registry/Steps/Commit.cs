namespace Seatrial.Registry.Steps;

/// <summary>The step that makes a workflow's transaction last.</summary>
internal static class Commit
{
    public const string Name = "commit";

    public static Step<TAttempt> Step<TAttempt>() where TAttempt : Attempt => new(Name, Run);

    /// <summary>Commits and gives the write lock back; wakes the worker, whose jobs are visible only now.</summary>
    public static async Task<Refusal?> Run(Attempt attempt)
    {
        if (attempt.Transaction is not { } transaction)
            return null;
        await transaction.Commit();
        attempt.Transaction = null;
        await transaction.DisposeAsync();
        if (attempt.AddsJobs)
            attempt.Site.JobSignal.Raise();
        else
            attempt.Site.JobSignal.Hear();
        return null;
    }
}
