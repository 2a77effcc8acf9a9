namespace Seatrial.Registry.Limits;

/// <summary>
/// The limits of this registry; the buckets are rows in the database, so all replicas draw from the same. None by default.
/// </summary>
/// <remarks>
/// A row holds one number, the moment at which the bucket will be full again; taking one token moves it by the time of one
/// (the generic cell rate algorithm, which is a token bucket without its two columns).
/// </remarks>
internal sealed class RateLimits(IReadOnlyList<RateLimit> limits)
{
    public static RateLimits None { get; } = new([]);

    private readonly Dictionary<string, RateLimit> _limits = limits.ToDictionary(one => one.Action);

    /// <summary>Whether an action is limited at all.</summary>
    public bool Covers(string action) => _limits.ContainsKey(action);

    /// <summary>
    /// Takes one. In the transaction of the action, as its last statement: what is rolled back has cost nothing, and nobody
    /// waits for the row longer than for a commit.
    /// </summary>
    public async Task<Refusal?> Take(SqlSession sql, string actor, string action, long now, CancellationToken cancel)
    {
        if (!_limits.TryGetValue(action, out var limit))
            return null;
        var (each, all) = (Milliseconds(limit), limit.Burst * Milliseconds(limit));
        var taken = await sql.Execute($"""
            INSERT INTO rate_limits (actor, action, full_at) VALUES ({actor}, {action}, {now + each})
            ON CONFLICT (actor, action) DO UPDATE SET
                full_at = CASE WHEN rate_limits.full_at > {now} THEN rate_limits.full_at ELSE {now} END + {each}
            WHERE rate_limits.full_at + {each} <= {now + all} OR rate_limits.full_at <= {now}
            """, cancel);
        return taken == 1 ? null : await Check(sql, actor, action, now, cancel) ?? TooMany(limit, limit.Every);
    }

    /// <summary>The refusal of somebody who has none left; takes nothing. For refusing early what costs much.</summary>
    public async Task<Refusal?> Check(SqlSession sql, string actor, string action, long now, CancellationToken cancel)
    {
        if (!_limits.TryGetValue(action, out var limit))
            return null;
        var fullAt = await sql.Query($"SELECT full_at FROM rate_limits WHERE actor = {actor} AND action = {action}",
            row => row.GetInt64(0), cancel);
        var wait = fullAt is [var full] ? full + Milliseconds(limit) - (now + limit.Burst * Milliseconds(limit)) : 0;
        return wait > 0 ? TooMany(limit, TimeSpan.FromMilliseconds(wait)) : null;
    }

    // Whole seconds, rounded up: who comes back then is let in. Cargo understands the number (NET-04).
    private static Refusal TooMany(RateLimit limit, TimeSpan wait)
    {
        var seconds = TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds));
        return new Refusal(StatusCodes.Status429TooManyRequests,
            $"too many requests of the kind `{limit.Action}`: {limit.Burst} at once, then one each {limit.Every.TotalSeconds} s; "
            + $"please try again in {seconds.TotalSeconds} s")
        {
            RetryAfter = seconds,
        };
    }

    private static long Milliseconds(RateLimit limit) => (long)limit.Every.TotalMilliseconds;
}
