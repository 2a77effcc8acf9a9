namespace Seatrial.Registry.Index;

/// <summary>
/// A replica's permission to answer index files from memory: workers know of it, and tell it before they change a file.
/// </summary>
/// <remarks>
/// A lease is a row of <c>replicas</c> that no worker has marked. It is renewed by looking at it, and holds for
/// <see cref="Time"/> from <em>before</em> the look. A worker that cannot reach the replica marks the row, so that no later look can
/// find it, and waits for <see cref="Time"/>: then nobody believes in it any more. No clock is compared with another machine's.
/// </remarks>
internal sealed class IndexLease(TimeProvider clock)
{
    /// <summary>How long one look at the row is believed.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    private readonly bool _isEternal;
    private volatile string? _id;
    private volatile Look? _last;

    private IndexLease(TimeProvider clock, string id) : this(clock) => (_id, _isEternal) = (id, true);

    /// <summary>The row; null while there is none. Between two of them workers did not know of this replica.</summary>
    public string? Id => _id;

    /// <summary>Whether memory may be believed now.</summary>
    public bool IsHeld => _isEternal || (_last is { } look && clock.GetElapsedTime(look.Ticks) < Time && clock.GetUtcNow() - look.At < Time);

    /// <summary>The lease of a process that is replica and worker in one: it tells itself.</summary>
    public static IndexLease OfOneProcess(TimeProvider clock) => new(clock, "one process");

    /// <summary>The moment before a look, on both clocks: one stands still while a machine sleeps, the other can be set.</summary>
    public Look Before() => new(clock.GetTimestamp(), clock.GetUtcNow());

    /// <summary>A row is about to be entered; it is not believed before <see cref="Renew"/>.</summary>
    public void Enter(string id) => (_last, _id) = (null, id);

    /// <summary>The row was there, as a look showed that began at this moment.</summary>
    public void Renew(Look look) => _last = look;

    /// <summary>There is no row any more.</summary>
    public void Lose() => (_last, _id) = (null, null);

    /// <summary>When a look at the row began.</summary>
    internal sealed record Look(long Ticks, DateTimeOffset At);
}
