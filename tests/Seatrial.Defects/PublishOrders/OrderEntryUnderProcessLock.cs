using Seatrial.Registry.Publish;

namespace Seatrial.Defects;

/// <summary>An entry is made for the version, never replaced, and the index is regenerated from all entries; a crash leaves an entry that refuses every retry.</summary>
internal static class OrderEntryUnderProcessLock
{
    public static Defect Defect { get; } = new(
        "order-entry-under-process-lock",
        "publish order of NORA: blob → entry of the version → index regenerated under a lock of the process; incident 6",
        "An entry is made for the version, never replaced, and the index is regenerated from all entries; a crash leaves an entry that refuses every retry.",
        Check.Sweep("publish", "I6", "error", "cut-after"))
    {
        Wiring = Wiring.Standard with { Publish = Order },
    };

    private const string Entry = "create-entry";
    private const string Regenerate = "regenerate-index";

    private static readonly SemaphoreSlim Lock = new(1, 1);

    private static Workflow<PublishAttempt> Order => DirectIndex.WithoutJob
        .After(Commit.Name, new Step<PublishAttempt>(Entry, CreateEntry))
        .After(Entry, new Step<PublishAttempt>(Regenerate, RegenerateIndex))
        .EndingWith(PublishSteps.Blob, Entry, Regenerate, PublishSteps.Record, DirectIndex.NoJob.Name, Commit.Name);

    private static async Task<Refusal?> CreateEntry(PublishAttempt attempt) =>
        await attempt.Site.Storage.Replace($"{Folder(attempt)}{attempt.Metadata.Version}", DirectIndex.Line(attempt).ToJson(), "application/json", null, attempt.Cancel)
            ? null
            : Refusal.Conflict($"`{attempt.Metadata.Name} {attempt.Metadata.Version}` exists already");

    private static async Task<Refusal?> RegenerateIndex(PublishAttempt attempt)
    {
        await Lock.WaitAsync(attempt.Cancel);
        try
        {
            var lines = new List<IndexLine>();
            await foreach (var (key, _) in attempt.Site.Storage.List(Folder(attempt), attempt.Cancel))
                lines.Add(IndexLine.Parse((await attempt.Site.Storage.Get(key, attempt.Cancel))!.Bytes).Value);
            await DirectIndex.Write(attempt, lines);
        }
        finally
        {
            Lock.Release();
        }

        return null;
    }

    private static string Folder(PublishAttempt attempt) => $"entries/{attempt.Metadata.Name.Canonical}/";
}
