namespace Seatrial.Registry.OpenApi;

/// <summary><c>GET /api/openapi.json</c>: what this API is, as a document that the tests hold together with the routes and the answers.</summary>
internal static class OpenApiEndpoint
{
    private const string Resource = "openapi.json";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var document = new Lazy<byte[]>(Read);
        routes.MapGet("/api/openapi.json", Answering.By(_ => new Answer(StatusCodes.Status200OK, "application/json", document.Value)));
    }

    private static byte[] Read()
    {
        using var embedded = typeof(OpenApiEndpoint).Assembly.GetManifestResourceStream(Resource)!;
        using var bytes = new MemoryStream();
        embedded.CopyTo(bytes);
        return bytes.ToArray();
    }
}
