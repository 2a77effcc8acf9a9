using Seatrial.Registry.Index;

namespace Seatrial.Defects;

/// <summary>The index file is emptied before its new content is written.</summary>
internal static class IndexFileEmptiedFirst
{
    public static Defect Defect { get; } = new(
        "index-file-emptied-first",
        "16 (#6854, cargo #16904): a version is seen, and then not",
        "The index file is emptied before its new content is written.",
        Check.Sweep("publish-update", "I11", "error"))
    {
        Wiring = Wiring.Standard with { UpdateIndex = Wiring.Standard.UpdateIndex.Around("write-index-file", EmptyFirst) },
    };

    private static async Task<Refusal?> EmptyFirst(IndexAttempt attempt, Func<Task<Refusal?>> write)
    {
        if (attempt.Present is { } present && !present.Bytes.AsSpan().SequenceEqual(attempt.File))
        {
            await attempt.Site.Storage.Replace(attempt.StorageKey, ReadOnlyMemory<byte>.Empty, IndexPage.ContentType, present.ETag, attempt.Cancel);
            attempt.Present = await attempt.Site.Storage.Get(attempt.StorageKey, attempt.Cancel);
        }

        return await write();
    }
}
