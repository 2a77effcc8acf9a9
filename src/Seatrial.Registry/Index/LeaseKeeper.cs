using System.Data.Common;
using System.Security.Cryptography;

namespace Seatrial.Registry.Index;

/// <summary>Enters this replica among the replicas, looks all the time whether it is still there, and leaves at the end.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    // Three looks may fail before the lease ends.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(750);

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);
    private const int IdBytes = 16;

    private readonly Site _site;
    private readonly string _url;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _keeping;

    /// <param name="site">Its database, lease and cache.</param>
    /// <param name="url">This replica, as workers reach it.</param>
    public LeaseKeeper(Site site, string url)
    {
        (_site, _url) = (site, url);
        _keeping = Task.Run(Keep);
    }

    /// <summary>Gives the lease back, so that no worker waits for a replica that has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping;
        var id = _site.IndexLease.Id;
        _site.IndexLease.Lose();
        if (id is not null)
            await Quietly(cancel => _site.Database.Execute($"DELETE FROM replicas WHERE id = {id}", cancel), Farewell, CancellationToken.None);
        _stop.Dispose();
    }

    private async Task Keep()
    {
        using var timer = new PeriodicTimer(Interval, _site.Clock);
        try
        {
            do
                await Quietly(Look, IndexLease.Time, _stop.Token);
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task Look(CancellationToken cancel)
    {
        var (lease, look) = (_site.IndexLease, _site.IndexLease.Before());
        if (lease.Id is not { } id)
            await Enter(cancel);
        else if (await _site.Database.Number($"SELECT COUNT(*) FROM replicas WHERE id = {id} AND evicted_at IS NULL", cancel) == 1)
            lease.Renew(look);
        else
        {
            _site.Log.LogWarning("index: a worker could not reach this replica, which therefore begins its cache anew");
            lease.Lose();
            await Enter(cancel);
        }
    }

    private async Task Enter(CancellationToken cancel)
    {
        var (lease, look) = (_site.IndexLease, _site.IndexLease.Before());
        var id = RandomNumberGenerator.GetHexString(2 * IdBytes, lowercase: true);
        // Before the row: as soon as it is there a worker may ask for it.
        lease.Enter(id);
        try
        {
            await _site.Database.Execute(
                $"INSERT INTO replicas (id, url, since) VALUES ({id}, {_url}, {_site.Clock.Milliseconds()})", cancel);
        }
        catch
        {
            // The row may be there all the same; it goes when a worker hears that nobody has this id.
            lease.Lose();
            throw;
        }

        _site.IndexCache.Clear();
        lease.Renew(look);
    }

    // Without the database there is no lease, and the storage is asked instead; nothing fails by it.
    private async Task Quietly(Func<CancellationToken, Task> ask, TimeSpan patience, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(patience, _site.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            await ask(both.Token);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested && Outage.Of(failure, stopping) is not null)
        {
            _site.Log.LogDebug("index: the lease was not renewed: {Reason}", Outage.Reason(failure));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
