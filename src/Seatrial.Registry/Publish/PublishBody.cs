namespace Seatrial.Registry.Publish;

/// <summary>The body of one publish, and its share of the memory until the publish ends.</summary>
internal sealed class PublishBody(HttpContext http, PublishMemory memory) : IDisposable
{
    private long _taken;

    /// <summary>The whole body, or why not: it is too large, or too many others are being read. Nothing is allocated before.</summary>
    public async Task<(byte[]? Body, Refusal? Refusal)> Read(PublishLimits limits)
    {
        var most = PublishSteps.MostBytes(limits);
        if (http.Request.ContentLength > most)
            return (null, TooLarge(limits));
        // A body of unknown length is read into room that doubles, and copied at its end.
        if (await memory.Take(http.Request.ContentLength ?? 2 * most, http.RequestAborted) is not { } taken)
            return (null, Busy);
        _taken = taken;
        return await RequestBody.Read(http, most) is { } body ? (body, null) : (null, TooLarge(limits));
    }

    public void Dispose() => memory.Give(_taken);

    private static Refusal TooLarge(PublishLimits limits) => new(StatusCodes.Status413PayloadTooLarge,
        $"a publish has at most {limits.MetadataBytes} bytes of metadata and {limits.ArchiveBytes} of archive");

    private static Refusal Busy { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "too many publishes are being received now, please try again")
    {
        RetryAfter = PublishMemory.Patience,
    };
}
