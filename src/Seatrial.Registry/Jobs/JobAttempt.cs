namespace Seatrial.Registry.Jobs;

/// <summary>One run of a job.</summary>
internal abstract class JobAttempt(Site site, Job job, CancellationToken cancel) : Attempt(site, cancel)
{
    private readonly List<NextJob> _next = [];

    public Job Job => job;

    /// <summary>Why the job could not be ended, though its work was done.</summary>
    public Refusal? Unfinished { get; set; }

    /// <summary>The jobs that follow from this one, which are added when it ends.</summary>
    public IReadOnlyList<NextJob> Next => _next;

    /// <summary>Another job is to follow this one.</summary>
    public void Then(string kind, string key, TimeSpan delay = default) => _next.Add(new NextJob(kind, key, delay));
}

/// <summary>A job that follows from another.</summary>
/// <param name="Kind">One of <see cref="JobKinds"/>.</param>
/// <param name="Key">What it is about.</param>
/// <param name="Delay">How long it must not run yet.</param>
internal sealed record NextJob(string Kind, string Key, TimeSpan Delay);
