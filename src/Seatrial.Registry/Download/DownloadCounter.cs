using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Seatrial.Registry.Download;

/// <summary>Counts downloads in memory until the next flush; it can never fail a download (incident 36).</summary>
/// <remarks>
/// What a killed process had not flushed, at most <see cref="CountFlusher.Interval"/> of downloads, is lost; nothing is
/// counted twice.
/// </remarks>
internal sealed class DownloadCounter
{
    private const int BatchIdBytes = 16;

    private ConcurrentDictionary<(string Crate, string Version), long> _counts = new();
    private CountBatch? _open;
    private long _counted, _written;

    /// <summary>Downloads since the process began.</summary>
    public long Counted => Interlocked.Read(ref _counted);

    /// <summary>Those of them that are in the database.</summary>
    public long Written => Interlocked.Read(ref _written);

    public void Add(KnownVersion version)
    {
        Volatile.Read(ref _counts).AddOrUpdate((CrateName.Canonicalize(version.Name), version.Version), 1,
            (_, count) => count + 1);
        Interlocked.Increment(ref _counted);
    }

    /// <summary>
    /// What is to be written: the batch whose outcome is unknown, else what was counted since. Null when there is
    /// nothing.
    /// </summary>
    /// <remarks>One flush at a time asks.</remarks>
    public CountBatch? Take()
    {
        if (_open is not null || _counts.IsEmpty)
            return _open;
        var taken = Interlocked.Exchange(ref _counts, new());
        return _open = new CountBatch(RandomNumberGenerator.GetHexString(2 * BatchIdBytes, lowercase: true), taken);
    }

    /// <summary>The batch is in the database.</summary>
    public void Done()
    {
        if (_open is { } written)
            Interlocked.Add(ref _written, written.Counts.Values.Sum());
        _open = null;
    }
}

/// <summary>Counts that are written together, once.</summary>
/// <param name="Id">Written with the counts: a batch whose commit was not answered is recognised when it is
/// repeated.</param>
internal sealed record CountBatch(string Id, IReadOnlyDictionary<(string Crate, string Version), long> Counts);
