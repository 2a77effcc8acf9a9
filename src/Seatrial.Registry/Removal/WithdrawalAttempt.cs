using Seatrial.Registry.Jobs;

namespace Seatrial.Registry.Removal;

/// <summary>One run of the job that withdraws a removed version's archive.</summary>
internal sealed class WithdrawalAttempt(Site site, Job job, CancellationToken cancel) : JobAttempt(site, job, cancel);
