using System.Collections.Concurrent;

namespace Seatrial.Registry.Index;

/// <summary>
/// Index files in the memory of one replica: never anything else than what the storage holds, because a worker puts a path on
/// hold before it changes the file, and a path on hold is neither kept nor answered from here.
/// </summary>
/// <remarks>docs/decisions/0012. Bounded in bytes; what was not asked for lately is dropped first.</remarks>
/// <param name="capacity">In bytes.</param>
/// <param name="lease">Whether workers know of this replica.</param>
/// <param name="clock">Only its monotonic part is used.</param>
internal sealed class IndexCache(long capacity, IndexLease lease, TimeProvider clock)
{
    /// <summary>
    /// How long a hold lasts when nobody ends it. A worker whose write took nearly as long holds again after it.
    /// </summary>
    public static readonly TimeSpan HoldTime = TimeSpan.FromSeconds(10);

    // The storage is asked again after this time all the same: what somebody else has changed there shows within a minute.
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(60);

    // More holds at once than this: everything is on hold, rather than the memory full.
    private const int MostHolds = 100_000;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, LinkedListNode<IndexPage>> _pages = new(StringComparer.Ordinal);
    private readonly LinkedList<IndexPage> _byAge = new();
    private readonly Dictionary<string, (string Token, long Since, long End)> _holds = new(StringComparer.Ordinal);
    private readonly Queue<(string Path, long Since)> _holdsByAge = new();
    private readonly long _holdTicks = (long)(HoldTime.TotalSeconds * clock.TimestampFrequency);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
    private long _bytes;
    private long _allHeldUntil = long.MinValue;

    /// <summary>How much memory its pages take, about.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>A page that is as good as the storage's; null to ask the storage.</summary>
    public IndexPage? Find(string path)
    {
        if (!_pages.TryGetValue(path, out var node) || !lease.IsHeld)
            return null;
        var page = node.Value;
        if (!page.Used)
            page.Used = true;
        return clock.GetElapsedTime(page.Since) < MaxAge ? page : null;
    }

    /// <summary>To be called before the storage is asked for what may be kept.</summary>
    public Fetch Begin() => new(clock.GetTimestamp(), lease.IsHeld ? lease.Id : null);

    /// <summary>Keeps a page, unless its file may have been changed since the fetch began.</summary>
    /// <returns>Whether it was kept.</returns>
    public bool Store(IndexPage page, Fetch fetch)
    {
        lock (_lock)
        {
            if (fetch.Lease is null || fetch.Lease != lease.Id || page.Bytes > capacity
                || clock.GetTimestamp() - fetch.Begun >= _holdTicks || MayBeOld(page.Path, fetch.Begun))
                return false;
            Remove(page.Path);
            _pages[page.Path] = _byAge.AddLast(page);
            _bytes += page.Bytes;
            MakeRoom();
            return true;
        }
    }

    /// <summary>Drops a page, and keeps none of this path until the hold ends.</summary>
    /// <param name="path">The path, as it is asked for.</param>
    /// <param name="token">Whose hold it is: a newer one replaces an older one, and only its owner ends it early.</param>
    public void Hold(string path, string token)
    {
        lock (_lock)
        {
            ForgetOldHolds();
            var now = clock.GetTimestamp();
            if (_holdsByAge.Count >= MostHolds)
            {
                HoldAll(now);
                return;
            }

            _holds[path] = (token, now, now + _holdTicks);
            _holdsByAge.Enqueue((path, now));
            Remove(path);
        }
    }

    /// <summary>Ends a hold, when it is still this one, and tells who waits for the path's index job.</summary>
    public void Release(string path, string token)
    {
        lock (_lock)
            if (_holds.TryGetValue(path, out var held) && held.Token == token)
                _holds[path] = held with { End = clock.GetTimestamp() };
        if (_waiting.TryRemove(path, out var waiting))
            waiting.TrySetResult();
    }

    /// <summary>Begins anew: nothing is kept, and for the time of a hold nothing will be.</summary>
    /// <remarks>A worker may have looked for replicas just before this one was there.</remarks>
    public void Clear()
    {
        lock (_lock)
            HoldAll(clock.GetTimestamp());
    }

    /// <summary>Waits until a worker ends a hold of the path, but not long.</summary>
    public async Task Released(string path, TimeSpan atMost, CancellationToken cancel)
    {
        var waiting = _waiting.GetOrAdd(path, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(waiting.Task, Task.Delay(atMost, clock, over.Token));
        await over.CancelAsync();
        _waiting.TryRemove(KeyValuePair.Create(path, waiting));
    }

    private void HoldAll(long now)
    {
        _pages.Clear();
        _byAge.Clear();
        _bytes = 0;
        _allHeldUntil = now + _holdTicks;
    }

    // What was asked for before the end of a hold may be what the file was before its change.
    private bool MayBeOld(string path, long begun) => begun < _allHeldUntil || (_holds.TryGetValue(path, out var held) && begun <= held.End);

    // After twice the time of a hold: a fetch that began before its end has ended by then, or lasted too long.
    private void ForgetOldHolds()
    {
        while (_holdsByAge.TryPeek(out var oldest) && clock.GetTimestamp() - oldest.Since >= 2 * _holdTicks)
        {
            _holdsByAge.Dequeue();
            if (_holds.TryGetValue(oldest.Path, out var held) && held.Since == oldest.Since)
                _holds.Remove(oldest.Path);
        }
    }

    // Second chance: a page that was asked for since the last look goes to the end of the list, once.
    private void MakeRoom()
    {
        while (_bytes > capacity)
        {
            var oldest = _byAge.First!;
            if (!oldest.Value.Used)
            {
                Remove(oldest.Value.Path);
                continue;
            }

            oldest.Value.Used = false;
            _byAge.RemoveFirst();
            _byAge.AddLast(oldest);
        }
    }

    private void Remove(string path)
    {
        if (!_pages.TryRemove(path, out var node))
            return;
        _byAge.Remove(node);
        _bytes -= node.Value.Bytes;
    }
}

/// <summary>The beginning of a fetch.</summary>
/// <param name="Begun">The monotonic moment before the storage was asked.</param>
/// <param name="Lease">The lease that was held; null when there was none, and nothing may be kept.</param>
internal readonly record struct Fetch(long Begun, string? Lease);
