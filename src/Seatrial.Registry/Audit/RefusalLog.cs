namespace Seatrial.Registry.Audit;

/// <summary>
/// Refusals of people whom the registry knows (403) in the audit log, each in a short transaction of its own: there is no
/// other one that would last.
/// </summary>
internal static class RefusalLog
{
    /// <summary>What the actions begin with: <c>refused-publish</c> and so on.</summary>
    public const string Prefix = "refused-";

    /// <summary>The most rows a user and minute, so that nobody can fill the log by being refused.</summary>
    public const int MaxPerMinute = 20;

    private const long Minute = 60_000;

    /// <summary>Writes one down, if it can; the answer stays the same.</summary>
    public static async Task Write(Attempt attempt, string workflow, Refusal refusal)
    {
        if (refusal.Status != StatusCodes.Status403Forbidden || attempt.Known is not { } caller)
            return;
        try
        {
            await Write(attempt, caller.Login, Prefix + workflow);
        }
        catch (Exception failure) when (Outage.Of(failure, attempt.Cancel) is not null || attempt.Cancel.IsCancellationRequested)
        {
            attempt.Site.Log.LogWarning("a refusal was not written to the audit log: {Reason}", Outage.Reason(failure));
        }
    }

    private static async Task Write(Attempt attempt, string actor, string action)
    {
        var (now, cancel) = (attempt.Site.Clock.Milliseconds(), attempt.Cancel);
        var (crate, version) = attempt.About;
        await using var sql = await attempt.Site.Database.BeginWrite(LockKeys.Refusals(actor), cancel);
        var written = await sql.Number(
            $"SELECT COUNT(*) FROM audit WHERE actor = {actor} AND at > {now - Minute} AND action LIKE {Prefix + "%"}", cancel);
        if (written >= MaxPerMinute)
            return;
        await AuditLog.Write(sql, now, actor, action, crate is null ? null : CrateName.Canonicalize(crate), version, cancel: cancel);
        await sql.Commit();
    }
}
