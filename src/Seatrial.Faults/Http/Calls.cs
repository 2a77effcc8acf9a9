namespace Seatrial.Faults.Http;

/// <summary>
/// Which requests are attempts of one logical call. A client's library repeats silently, below the code that made the call: an
/// attempt is the same crossing again, or a fault that comes once would never be absorbed, and occurrences would depend on it.
/// </summary>
/// <remarks>
/// The SDKs of AWS name the call in each attempt. Without a name, a request repeats another one when that was failed by a fault, and
/// the client knows: it was refused or cut, or the client gave up. The repeat asks for the same with the same body within
/// <see cref="Window"/> of the failure, and one failure has one repeat. That is narrow on purpose: what the other side failed by
/// itself is there in a recording without faults too, and counts as any other crossing. What a person repeats within the
/// window is taken for the library; a new recording parts the two.
/// </remarks>
internal sealed class Calls
{
    /// <summary>The longest pause between two attempts: object_store and the AWS SDKs wait 15 to 20 s at most.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(20);

    private const int MostKept = 1_024;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Call, string Operation), Crossing> _named = [];
    private readonly Queue<(string Call, string Operation)> _order = [];
    private readonly List<HttpExchange> _unnamed = [];
    private Recording? _recording;

    /// <summary>The crossing of an earlier attempt of a named call; null for the first.</summary>
    public Crossing? Earlier(Recording recording, string call, string operation)
    {
        lock (_lock)
        {
            Begin(recording);
            return _named.GetValueOrDefault((call, operation));
        }
    }

    /// <summary>Notes the first attempt of a named call.</summary>
    public void Note(string call, string operation, Crossing crossing)
    {
        lock (_lock)
        {
            if (_order.Count == MostKept)
                _named.Remove(_order.Dequeue());
            if (_named.TryAdd((call, operation), crossing))
                _order.Enqueue((call, operation));
        }
    }

    /// <summary>Notes a request without a name that a fault has.</summary>
    public void Note(HttpExchange exchange)
    {
        lock (_lock)
        {
            if (_unnamed.Count == MostKept)
                _unnamed.RemoveAt(0);
            _unnamed.Add(exchange);
        }
    }

    /// <summary>Whether a request without a name may repeat one that failed, so that its body must be known before it is told of.</summary>
    public bool MayRepeat(Recording recording, string method, string target)
    {
        lock (_lock)
        {
            Begin(recording);
            return _unnamed.Exists(one => one.AskedFor(method, target) && one.HasFailedWithin(Window));
        }
    }

    /// <summary>The crossing that a request without a name repeats; null when it repeats none.</summary>
    public Crossing? Repeated(Recording recording, string method, string target, string hash)
    {
        lock (_lock)
        {
            Begin(recording);
            var at = _unnamed.FindIndex(one => one.AskedFor(method, target) && one.Hash == hash && one.HasFailedWithin(Window));
            if (at < 0)
                return null;
            var crossing = _unnamed[at].Crossing;
            _unnamed.RemoveAt(at);
            return crossing;
        }
    }

    private void Begin(Recording recording)
    {
        if (_recording == recording)
            return;
        _recording = recording;
        _named.Clear();
        _order.Clear();
        _unnamed.Clear();
    }
}
