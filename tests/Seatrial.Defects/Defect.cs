using Microsoft.AspNetCore.Http;

namespace Seatrial.Defects;

/// <summary>One planted bug: the registry with something in it done wrong.</summary>
/// <param name="Name">How it is asked for on the command line.</param>
/// <param name="Incident">The real failure that it stands for: its number among the incidents, and what happened.</param>
/// <param name="Does">What it does, in one sentence.</param>
/// <param name="Check">What must catch it.</param>
internal sealed record Defect(string Name, string Incident, string Does, Check Check)
{
    /// <summary>The registry's workflows with a step of them done otherwise.</summary>
    public Wiring Wiring { get; init; } = Wiring.Standard;

    /// <summary>What is done to requests and answers before the registry; most defects are in the wiring, and do nothing here.</summary>
    public Func<HttpContext, RequestDelegate, Task>? Answers { get; init; }

    /// <summary>All of them, in the order of the page about them.</summary>
    public static IReadOnlyList<Defect> All { get; } =
    [
        OrderDatabaseFirst.Defect,
        OrderNetworkInTransaction.Defect,
        OrderIndexFirst.Defect,
        OrderAppendWithoutRollback.Defect,
        OrderEntryUnderProcessLock.Defect,
        IndexAppendedByRetry.Defect,
        IndexJobAfterCommit.Defect,
        ArchiveNeverReplaced.Defect,
        LockNotReleased.Defect,
        CrateBeforeVersion.Defect,
        AnsweredBeforeCommit.Defect,
        CheckThenInsert.Defect,
        IndexReadModifyWrite.Defect,
        BurstIsAnError.Defect,
        NewestIsLatest.Defect,
        ArchiveCutShort.Defect,
        OwnershipNotChecked.Defect,
        IndexErrorSwallowed.Defect,
        IndexJobTriedOnce.Defect,
        IndexFileEmptiedFirst.Defect,
        WrongIndexChecksum.Defect,
        DependencyNamesFolded.Defect,
        PurgeNotSent.Defect,
        PurgeNotRepeated.Defect,
        PurgeOfArchives.Defect,
        PurgeOfSpelledName.Defect,
        IndexCachedForEver.Defect,
        YankNotWritten.Defect,
        YankJobAfterCommit.Defect,
        AuditBeforeTransaction.Defect,
        AuditAfterCommit.Defect,
        RepeatAudited.Defect,
        NewestIsYanked.Defect,
        OutageIsForbidden.Defect,
        TransactionLeftOpen.Defect,
        LastOwnerRemoved.Defect,
        LastOwnerCheckedEarly.Defect,
        RemovedOwnerStays.Defect,
        OwnersRewritten.Defect,
        ReadKeptAfterChange.Defect,
        OutageIsOldAnswer.Defect,
        RouteShadowed.Defect,
        TokenCountedUp.Defect,
        TokenInPlainText.Defect,
        TokenRemembered.Defect,
        TokenInLog.Defect,
        TokenListCacheable.Defect,
        UnknownVersionRemembered.Defect,
        OutageIsNotFound.Defect,
        HotCountsLost.Defect,
        TotalsBehind.Defect,
        SlashMissing.Defect,
        UrlShapeMissed.Defect,
        OutageIsEmpty.Defect,
        PageLosesOne.Defect,
        TotalCountsTwice.Defect,
        OutageIsPage.Defect,
    ];
}
