using Seatrial.Registry.Health;
using Seatrial.Registry.Jobs;

namespace Seatrial.Registry.Monitoring;

/// <summary>What has to be asked of others to be known: whether they answer, and what waits in the outbox.</summary>
/// <param name="Outbox">Null when the database did not say.</param>
internal sealed record Sample(Readiness Dependencies, OutboxDepth? Outbox)
{
    public static async Task<Sample> Take(Site site)
    {
        var dependencies = await Readiness.Ask(site, CancellationToken.None);
        return new Sample(dependencies, dependencies.Database ? await Depth(site) : null);
    }

    private static async Task<OutboxDepth?> Depth(Site site)
    {
        using var limit = new CancellationTokenSource(Readiness.Patience, site.Clock);
        try
        {
            return await OutboxDepth.Read(site, limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception failure) when (Outage.Of(failure, CancellationToken.None) is not null)
        {
            return null;
        }
    }
}
