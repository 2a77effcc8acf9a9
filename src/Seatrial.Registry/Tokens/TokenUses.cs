using System.Collections.Concurrent;

namespace Seatrial.Registry.Tokens;

/// <summary>Notes when tokens were used last, away from the requests, which it can neither slow down nor fail.</summary>
internal sealed class TokenUses
{
    /// <summary>How exact a last use is: one write a token and minute.</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    // Tokens that wait for the next writing; more than this are not noted then, which only makes them look older.
    private const int Capacity = 10_000;

    private readonly ConcurrentDictionary<long, DateTimeOffset> _uses = new();

    /// <summary>How many tokens wait for the next writing.</summary>
    public int Waiting => _uses.Count;

    /// <summary>A token was used.</summary>
    /// <param name="before">The last use that the database knows.</param>
    public void Add(long token, DateTimeOffset? before, DateTimeOffset now)
    {
        if ((before is null || now - before >= Grain) && _uses.Count < Capacity)
            _uses[token] = now;
    }

    /// <summary>Writes what was noted. What cannot be written is dropped: the next use says it again.</summary>
    public async Task Write(Site site, CancellationToken cancel)
    {
        // In one order everywhere, so that two writers cannot wait for each other.
        foreach (var token in _uses.Keys.Order())
            if (_uses.TryRemove(token, out var at))
                await Write(site, token, at.ToUnixTimeMilliseconds(), cancel);
    }

    private static async Task Write(Site site, long token, long at, CancellationToken cancel)
    {
        try
        {
            await site.Database.Execute($"""
                UPDATE tokens SET last_used_at = {at} WHERE id = {token} AND (last_used_at IS NULL OR last_used_at < {at})
                """, cancel);
        }
        catch (Exception failure) when (Outage.Of(failure, cancel) is not null)
        {
            site.Log.LogDebug("the last use of a token was not written: {Reason}", Outage.Reason(failure));
        }
    }
}

/// <summary>Writes the last uses of tokens every few moments.</summary>
internal sealed class TokenUseWriter(Site site) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, site.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await site.TokenUses.Write(site, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Stopping; a use that was not written is seen with the next one.
        }
        catch (Exception bug)
        {
            site.Log.LogBug("token uses", bug);
        }
    }
}
