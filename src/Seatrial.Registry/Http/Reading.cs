using Seatrial.Registry.Tokens;

namespace Seatrial.Registry.Http;

/// <summary>Endpoints that only read the database: one snapshot, and a 503 when it cannot answer.</summary>
internal sealed record Reading(HttpContext Http, Site Site, SqlSession Session)
{
    public CancellationToken Cancel => Http.RequestAborted;

    public static RequestDelegate Of(Site site, Func<Reading, Task<Answer>> read) => Answering.By(async http =>
    {
        try
        {
            await using var session = await site.Database.BeginRead(http.RequestAborted);
            return await read(new Reading(http, site, session));
        }
        catch (Exception failure) when (Outage.Of(failure, http.RequestAborted) is { } outage)
        {
            site.Log.LogWarning("{Method} {Path}: {Outage}: {Reason}", http.Request.Method, http.Request.Path, outage,
                Outage.Reason(failure));
            return Answer.Of(Refusal.Unavailable(outage));
        }
    });

    /// <summary>The same for those whose answer depends on who asks.</summary>
    public static RequestDelegate Of(Site site, Func<Reading, Caller, Task<Answer>> read) => Of(site, async reading =>
    {
        var (caller, refusal) = await Authenticate.Find(site, reading.Session, reading.Http.Authorization(), reading.Cancel);
        return caller is null ? Answer.Of(refusal!) : await read(reading, caller);
    });
}
