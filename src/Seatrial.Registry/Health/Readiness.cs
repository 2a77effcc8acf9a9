namespace Seatrial.Registry.Health;

/// <summary>Which dependencies answer now.</summary>
internal sealed record Readiness(bool Database, bool Storage)
{
    /// <summary>A dependency that takes longer is as good as none; who asks has seconds, not cargo's half minute.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The first that does not answer, as clients are told; null when all do.</summary>
    public string? Outage => !Database ? Steps.Outage.Database : !Storage ? Steps.Outage.Storage : null;

    /// <summary>Asks all of them at once; never longer than <see cref="Patience"/>.</summary>
    public static async Task<Readiness> Ask(Site site, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, site.Clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        var storage = Answers(site.Storage.Touch(limit.Token), limit.Token);
        var database = Answers(site.Database.Number($"SELECT COUNT(*) FROM migrations", limit.Token), limit.Token);
        return new Readiness(await database, await storage);
    }

    // The limit twice: a driver may wait for the confirmation of its own cancellation.
    private static async Task<bool> Answers(Task question, CancellationToken limit)
    {
        try
        {
            await question.WaitAsync(limit);
            return true;
        }
        catch (Exception failure) when (Steps.Outage.Of(failure, CancellationToken.None) is not null)
        {
            return false;
        }
    }
}
