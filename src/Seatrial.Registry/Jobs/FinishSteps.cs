namespace Seatrial.Registry.Jobs;

/// <summary>The end of jobs that were done, of all that end at one time.</summary>
internal sealed class FinishAttempt(Site site, IReadOnlyList<JobAttempt> done, CancellationToken cancel) : Attempt(site, cancel)
{
    public IReadOnlyList<JobAttempt> Done => done;

    /// <summary>What follows from a job is done by the same worker, unless that one ends.</summary>
    public override bool AddsJobs => false;
}

/// <summary>The workflow <c>finish-jobs</c>: the jobs go, and those that follow from them come, in one transaction.</summary>
internal static class FinishSteps
{
    public static Workflow<FinishAttempt> Finish { get; } = new("finish-jobs", [new("finish", FinishAll), Commit.Step<FinishAttempt>()]);

    private static async Task<Refusal?> FinishAll(FinishAttempt attempt)
    {
        var (batch, now) = (new SqlBatch(), attempt.Site.Clock.Milliseconds());
        var ends = attempt.Done.Select(one => (one.Job, Held: Outbox.Finish(batch, one.Job))).ToList();
        foreach (var next in attempt.Done.SelectMany(one => one.Next))
            Outbox.Add(batch, next, now);
        attempt.Transaction = await attempt.Site.Database.BeginWrite("", batch, attempt.Cancel);
        // Without the lease another run may have been overtaken by what we have just written: look again.
        foreach (var (job, held) in ends)
            if (!held() && job.Kind == JobKinds.UpdateIndex)
                await Outbox.Add(attempt.Transaction, job.Kind, job.Key, now, attempt.Cancel);
        return null;
    }
}
