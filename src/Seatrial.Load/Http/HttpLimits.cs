namespace Seatrial.Load.Http;

/// <summary>The most that an answer may be. What is more is an error, and its connection is closed.</summary>
/// <param name="HeadBytes">Status line and headers, and likewise trailers.</param>
/// <param name="BodyBytes">The body, without what HTTP adds to it.</param>
public readonly record struct HttpLimits(int HeadBytes, long BodyBytes)
{
    /// <summary>64 KB of headers, and a body of 1 GB.</summary>
    public static HttpLimits Default { get; } = new(64 * 1024, 1L << 30);
}
