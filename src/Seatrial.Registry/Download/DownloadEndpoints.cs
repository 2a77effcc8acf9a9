using Seatrial.Registry.Index;

namespace Seatrial.Registry.Download;

/// <summary>The counted redirect to the edge, and the archive itself for the edge.</summary>
internal static class DownloadEndpoints
{
    // An archive never changes (CRATE-11). Its type is gzip; its encoding is none, or clients would unpack it (DL-03).
    private const string ArchiveCaching = "public, max-age=31536000, immutable";
    private const string ArchiveType = "application/gzip";
    private const string Extension = ".crate";

    public static void Map(IEndpointRouteBuilder routes, Site site, Wiring wiring)
    {
        routes.MapGet("/api/v1/crates/{crate}/{version}/download", Answering.By(http => Redirect(http, site, wiring)));
        routes.MapGet("/crates/{crate}/{file}", http => Send(http, site, wiring));
    }

    private static Task<Answer> Redirect(HttpContext http, Site site, Wiring wiring) => wiring.Download.Answer(
        new DownloadAttempt(site, http.Route("crate"), http.Route("version"), http.RequestAborted),
        done => new Answer(StatusCodes.Status302Found, "text/plain", default)
        {
            Location = $"{site.Addresses.Edge}/crates/{done.Found!.Name}/{Uri.EscapeDataString(done.Found.FileName)}"
                + site.Privacy?.Query($"/crates/{done.Found.Name}/{done.Found.FileName}", site.Clock.GetUtcNow()),
        });

    private static async Task Send(HttpContext http, Site site, Wiring wiring)
    {
        var (name, file) = (http.Route("crate"), http.Route("file"));
        if (!file.StartsWith(name + "-", StringComparison.Ordinal)
            || !file.EndsWith(Extension, StringComparison.Ordinal)
            || file.Length <= name.Length + 1 + Extension.Length)
        {
            await Answer.Error(StatusCodes.Status404NotFound, "there is no such archive").Write(http);
            return;
        }

        await using var attempt = new DownloadAttempt(site, name, file[(name.Length + 1)..^Extension.Length],
            http.RequestAborted);
        if (await wiring.Archive.Run(attempt) is { } refusal)
            await Answer.Of(refusal).Write(http);
        else
            await Send(http, attempt);
    }

    private static async Task Send(HttpContext http, DownloadAttempt attempt)
    {
        await using var archive = attempt.Archive!;
        var found = attempt.Found!;
        var headers = http.Response.Headers;
        headers.CacheControl = ArchiveCaching;
        headers.ETag = $"\"{found.Checksum}\"";
        headers["Surrogate-Key"] = SurrogateKeys.OfArchives(CrateName.Canonicalize(found.Name));
        if (Validator.Matches(http.Request.Headers.IfNoneMatch, headers.ETag.ToString()))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.ContentType = ArchiveType;
        http.Response.ContentLength = archive.Size;
        await archive.Body.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
