using Seatrial.Registry.Jobs;
using Seatrial.Registry.Storage;

namespace Seatrial.Registry.Index;

/// <summary>One rewriting of a crate's index file.</summary>
internal sealed class IndexAttempt(Site site, Job job, CancellationToken cancel) : JobAttempt(site, job, cancel)
{
    /// <summary>The crate, once it is known.</summary>
    public Crates.CrateRecord Crate
    {
        get => field ?? throw new InvalidOperationException("The crate is not known yet.");
        set;
    }

    /// <summary>The file as it was before the database was read; null when there was none.</summary>
    public StoredObject? Present { get; set; }

    /// <summary>All versions, in the order of their publish.</summary>
    public IReadOnlyList<IndexLine> Lines { get; set; } = [];

    /// <summary>The file as it must be.</summary>
    public byte[] File { get; set; } = [];

    /// <summary>When the replicas were about to be told; null before.</summary>
    public IndexLease.Look? HeldSince { get; set; }

    /// <summary>The file as replicas are asked for it.</summary>
    public string Path => $"/index/{IndexPath.For(Crate.Name)}";

    public string StorageKey => StorageKeys.IndexFile(IndexPath.For(Crate.Name));
}
