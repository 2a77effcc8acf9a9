namespace Seatrial.Registry.Jobs;

/// <summary>A claimed row of the outbox.</summary>
/// <param name="Key">What it is about; jobs of one kind and key never run at the same time.</param>
/// <param name="Attempts">How often it was begun, this time included.</param>
/// <param name="UpTo">The newest job of this kind and key that was due when it was claimed: what this run does covers
/// all of them, while one that is to wait has a reason to.</param>
/// <param name="Lease">Proves that the claim is still ours.</param>
internal sealed record Job(long Id, string Kind, string Key, int Attempts, long UpTo, string Lease);

/// <summary>The kinds of jobs.</summary>
internal static class JobKinds
{
    /// <summary>Key: the canonical name of a crate whose index file must show the database's present state.</summary>
    public const string UpdateIndex = "update-index";

    /// <summary>Key: a surrogate key that the edge must forget.</summary>
    public const string PurgeEdge = "purge-edge";

    /// <summary>Key: the tombstone of a removed version, whose archive must answer 410 from now on.</summary>
    public const string WithdrawArchive = "withdraw-archive";
}
