using Seatrial.Registry.Download;
using Seatrial.Registry.Edge;
using Seatrial.Registry.Index;
using Seatrial.Registry.Owners;
using Seatrial.Registry.Publish;
using Seatrial.Registry.Removal;
using Seatrial.Registry.Search;
using Seatrial.Registry.Tokens;
using Seatrial.Registry.Users;
using Seatrial.Registry.Yank;

namespace Seatrial.Registry;

/// <summary>
/// The registry's workflows as lists of named steps. What would behave otherwise is built outside, with <c>with</c>.
/// </summary>
internal sealed record Wiring
{
    public static Wiring Standard { get; } = new();

    public Workflow<PublishAttempt> Publish { get; init; } = PublishSteps.Publish;
    public Workflow<YankAttempt> Yank { get; init; } = YankSteps.Yank;
    public Workflow<YankAttempt> Unyank { get; init; } = YankSteps.Unyank;
    public Workflow<OwnersAttempt> AddOwner { get; init; } = OwnersSteps.Add;
    public Workflow<OwnersAttempt> RemoveOwner { get; init; } = OwnersSteps.Remove;
    public Workflow<TokenAttempt> CreateToken { get; init; } = TokenSteps.Create;
    public Workflow<TokenAttempt> RevokeToken { get; init; } = TokenSteps.Revoke;
    public Workflow<UserAttempt> CreateUser { get; init; } = UserSteps.Create;
    public Workflow<LockAttempt> LockUser { get; init; } = LockSteps.Lock;
    public Workflow<LockAttempt> UnlockUser { get; init; } = LockSteps.Unlock;
    public Workflow<YankAttempt> RemoveVersion { get; init; } = RemovalSteps.Remove;
    public Workflow<Jobs.JobAttempt> WithdrawArchive { get; init; } = RemovalSteps.Withdraw;
    public Workflow<SearchAttempt> Search { get; init; } = SearchSteps.Search;
    public Workflow<DownloadAttempt> Download { get; init; } = DownloadSteps.Download;
    public Workflow<DownloadAttempt> Archive { get; init; } = DownloadSteps.Archive;
    public Workflow<IndexAttempt> UpdateIndex { get; init; } = IndexSteps.Update;
    public Workflow<PurgeAttempt> PurgeEdge { get; init; } = PurgeSteps.Purge;
    public Workflow<Jobs.FinishAttempt> FinishJobs { get; init; } = Jobs.FinishSteps.Finish;
    public Workflow<CountAttempt> FlushCounts { get; init; } = CountSteps.Flush;
}
