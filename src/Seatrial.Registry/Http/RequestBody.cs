using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;

namespace Seatrial.Registry.Http;

/// <summary>Reads request bodies within a bound that is checked before anything is allocated.</summary>
internal static class RequestBody
{
    /// <summary>The largest body of every request but a publish.</summary>
    public const int SmallLimit = 64 * 1024;

    // The first buffer of a body of unknown length, and the step in which a large one grows.
    private const int Chunk = 64 * 1024;

    /// <summary>
    /// Lifts the server's own limit, which would reset the connection, so that the client would lose our 403 or 413
    /// (API-GEN-11). Without it the server reads on for a few seconds after an early answer and throws the bytes away.
    /// </summary>
    public static void AcceptLarge(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
    }

    /// <summary>The whole body, or null when it is longer than <paramref name="limit"/>.</summary>
    /// <remarks>
    /// The system gives memory when it is written to, so that it follows what has arrived and not what Content-Length promises.
    /// </remarks>
    public static async Task<byte[]?> Read(HttpContext http, long limit)
    {
        if (http.Request.ContentLength > limit)
            return null;
        if (http.Request.ContentLength is { } length)
            return await Exactly(http, length);
        using var body = new MemoryStream(Chunk);
        var buffer = new byte[Chunk];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
        {
            if (body.Length + read > limit)
                return null;
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    // The server reports a body that ends before its length.
    private static async Task<byte[]> Exactly(HttpContext http, long length)
    {
        var body = GC.AllocateUninitializedArray<byte>((int)length);
        await http.Request.Body.ReadExactlyAsync(body, http.RequestAborted);
        return body;
    }

    /// <summary>A small JSON body; null when it is no JSON of this shape.</summary>
    public static async Task<T?> Json<T>(HttpContext http, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
