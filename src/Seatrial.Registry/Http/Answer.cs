using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace Seatrial.Registry.Http;

/// <summary>A whole HTTP answer as a value.</summary>
internal sealed record Answer(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    private const string JsonType = "application/json; charset=utf-8";

    // Answers differ by token, and an error must never be remembered: only what says otherwise may be stored.
    public const string NoStore = "no-store";

    public string CacheControl { get; init; } = NoStore;
    public string? ETag { get; init; }
    public string? Location { get; init; }
    public string? SurrogateKey { get; init; }
    public string? Challenge { get; init; }
    public TimeSpan? RetryAfter { get; init; }

    public static Answer Json<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        new(status, JsonType, JsonBytes.Of(value, type));

    public static Answer Text(string text, int status = StatusCodes.Status200OK) =>
        new(status, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>The only shape of an error: <c>{"errors":[{"detail"}]}</c> (API-GEN-02).</summary>
    public static Answer Error(int status, string detail) =>
        Json(ErrorBody.Of(detail), CargoJson.Default.ErrorBody, status);

    public static Answer Of(Refusal refusal) => Error(refusal.Status, refusal.Detail) with
    {
        RetryAfter = refusal.RetryAfter,
        Challenge = refusal.Status == StatusCodes.Status401Unauthorized ? "Bearer" : null,
    };

    public async Task Write(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = Status;
        response.Headers.CacheControl = CacheControl;
        WriteHeaders(response.Headers);
        if (Status is StatusCodes.Status304NotModified or StatusCodes.Status204NoContent)
            return;
        response.ContentType = ContentType;
        // What a publisher wrote is data, whatever a browser would make of it.
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentLength = Body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await response.Body.WriteAsync(Body, http.RequestAborted);
    }

    private void WriteHeaders(IHeaderDictionary headers)
    {
        if (ETag is not null)
            headers.ETag = ETag;
        if (Location is not null)
            headers.Location = Location;
        if (SurrogateKey is not null)
            headers["Surrogate-Key"] = SurrogateKey;
        if (Challenge is not null)
            headers.WWWAuthenticate = Challenge;
        if (RetryAfter is { } pause)
            headers.RetryAfter = ((int)pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }
}
