namespace Seatrial.Registry.Edge;

/// <summary>Pages by URL, bounded in bytes, the least recently used dropped first, purged by surrogate key.</summary>
internal sealed class PageCache(long capacity)
{
    // More distinct keys than this between two moments without any fetch: forget them one by one and refuse all running
    // fetches instead.
    private const int MaxPurgeMarks = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<CachedPage>> _pages = new(StringComparer.Ordinal);
    private readonly LinkedList<CachedPage> _byUse = new();
    private readonly Dictionary<string, long> _purgedAt = new(StringComparer.Ordinal);
    private long _bytes;
    private long _purges;
    private long _refuseBefore;

    /// <summary>What was answered from here, and what was not.</summary>
    public EdgeCounts Counts { get; } = new();

    /// <summary>
    /// Counts purges. A fetch remembers it at its start, so that what it brings can be judged at its end.
    /// </summary>
    public long Purges
    {
        get
        {
            lock (_lock)
                return _purges;
        }
    }

    public long Bytes
    {
        get
        {
            lock (_lock)
                return _bytes;
        }
    }

    public CachedPage? Find(string url)
    {
        lock (_lock)
        {
            if (!_pages.TryGetValue(url, out var node))
                return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value;
        }
    }

    /// <summary>
    /// Keeps a page, unless one of its keys was purged after its fetch began: it may show what the purge was about.
    /// </summary>
    /// <param name="purgesAtStart"><see cref="Purges"/> before the origin was asked.</param>
    public bool Store(CachedPage page, long purgesAtStart)
    {
        lock (_lock)
        {
            if (page.Bytes > capacity || purgesAtStart < _refuseBefore
                || page.SurrogateKeys.Any(key => PurgedSince(key, purgesAtStart)))
                return false;
            Remove(page.Url);
            _pages[page.Url] = _byUse.AddFirst(page);
            _bytes += page.Bytes;
            while (_bytes > capacity)
                Remove(_byUse.Last!.Value.Url);
            return true;
        }
    }

    /// <summary>Drops every page with this key.</summary>
    /// <returns>How many there were.</returns>
    public int Purge(string key)
    {
        lock (_lock)
        {
            _purges++;
            Mark(key);
            var urls = _pages.Values.Where(node => node.Value.SurrogateKeys.Contains(key))
                .Select(node => node.Value.Url).ToList();
            urls.ForEach(Remove);
            return urls.Count;
        }
    }

    /// <summary>No fetch is under way, so nothing can arrive that is older than a purge.</summary>
    public void ForgetPurges()
    {
        lock (_lock)
            _purgedAt.Clear();
    }

    private bool PurgedSince(string key, long purges) => _purgedAt.TryGetValue(key, out var at) && at > purges;

    private void Mark(string key)
    {
        if (_purgedAt.Count >= MaxPurgeMarks)
        {
            _purgedAt.Clear();
            _refuseBefore = _purges;
        }

        _purgedAt[key] = _purges;
    }

    private void Remove(string url)
    {
        if (!_pages.Remove(url, out var node))
            return;
        _byUse.Remove(node);
        _bytes -= node.Value.Bytes;
    }
}
