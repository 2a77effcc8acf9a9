using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;

namespace Seatrial.Registry.Index;

/// <summary>
/// What stands before everything else of a replica: index files that are in memory are answered at once, and workers say here
/// which of them they are about to change (<c>PURGE /index/</c>).
/// </summary>
internal sealed class IndexFront(Site site, RequestDelegate next)
{
    /// <summary>The header that names the replica that is meant: another one may have its address by now.</summary>
    public const string ReplicaHeader = "x-replica";

    // The requests' metric has the route of a request, and these reach no route.
    private static readonly Endpoint Route = new(null, new EndpointMetadataCollection(new IndexRoute()), "index file from memory");

    private readonly byte[] _secret = Encoding.UTF8.GetBytes(site.EdgePurge.Secret);

    public Task Answer(HttpContext http)
    {
        if (http.Request.Method == "PURGE")
            return Take(http);
        // A private registry asks who wants to know, further in.
        if (site.Privacy is not null || !HttpMethods.IsGet(http.Request.Method) || site.IndexCache.Find(http.Request.Path.Value ?? "") is not { } page)
            return next(http);
        RequestId.Assign(http);
        http.SetEndpoint(Route);
        return page.Write(http);
    }

    private async Task Take(HttpContext http)
    {
        RequestId.Assign(http);
        await (await Took(http)).Write(http);
    }

    private async Task<Answer> Took(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(headers[Edge.EdgeServer.SecretHeader].ToString()), _secret))
            return Http.Answer.Error(StatusCodes.Status403Forbidden, "purging needs the shared secret");
        if (site.IndexLease.Id is not { } id || id != headers[ReplicaHeader].ToString())
            return Http.Answer.Error(StatusCodes.Status409Conflict, "this is another replica");
        if (await RequestBody.Read(http, RequestBody.SmallLimit) is not { } body)
            return Http.Answer.Error(StatusCodes.Status413PayloadTooLarge, "too many words at once");
        foreach (var word in HoldWord.ParseAll(body))
            if (word.IsHold)
                site.IndexCache.Hold(word.Path, word.Token);
            else
                site.IndexCache.Release(word.Path, word.Token);
        return new Answer(StatusCodes.Status204NoContent, "text/plain", default);
    }

    private sealed class IndexRoute : IRouteDiagnosticsMetadata
    {
        public string Route => IndexEndpoints.FileRoute;
    }
}
