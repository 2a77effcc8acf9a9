namespace Seatrial.Registry.Jobs;

/// <summary>One run of a job.</summary>
internal abstract class JobAttempt(Site site, Job job, CancellationToken cancel) : Attempt(site, cancel)
{
    public Job Job => job;
}
