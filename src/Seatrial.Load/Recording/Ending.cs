namespace Seatrial.Load.Recording;

/// <summary>How a request ended. Each ends in exactly one of these ways, and all are counted.</summary>
public enum Ending
{
    /// <summary>An answer of 200 to 299.</summary>
    Ok,

    /// <summary>304: what the client has is still right.</summary>
    NotModified,

    /// <summary>Another answer of 300 to 399.</summary>
    Redirected,

    /// <summary>429: the registry asks for patience.</summary>
    Throttled,

    /// <summary>Another answer of 400 to 499.</summary>
    ClientError,

    /// <summary>503: the registry says that it has too much to do.</summary>
    Unavailable,

    /// <summary>Another answer of 500 to 599.</summary>
    ServerError,

    /// <summary>No connection was made: nobody listens, or no way leads there.</summary>
    Refused,

    /// <summary>The connection was reset in the middle.</summary>
    Reset,

    /// <summary>The connection was closed before the answer was whole.</summary>
    Closed,

    /// <summary>No whole answer within the time.</summary>
    Timeout,

    /// <summary>What came is not an answer of HTTP.</summary>
    BadResponse,

    /// <summary>The answer was larger than allowed.</summary>
    TooLarge,

    /// <summary>Never sent: too many others were waiting to be, or the load ended first.</summary>
    NotSent,

    /// <summary>Still without an answer when the load was ended.</summary>
    Abandoned,
}

/// <summary>What endings mean.</summary>
public static class Endings
{
    /// <summary>How many there are.</summary>
    internal const int Count = (int)Ending.Abandoned + 1;

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<Ending> All { get; } = Enum.GetValues<Ending>();

    extension(Ending ending)
    {
        /// <summary>Whether the client got what it asked for.</summary>
        public bool IsGood => ending <= Ending.Redirected;

        /// <summary>
        /// Whether its time is a latency of the registry: a good answer, or a wait for one that was given up. The time of a fast refusal
        /// says nothing about how long the registry takes, and would make it look fast.
        /// </summary>
        public bool IsWait => ending is <= Ending.Redirected or Ending.Timeout or Ending.Abandoned;

        /// <summary>As reports name it, such as <c>not-modified</c>.</summary>
        public string Word => s_words[(int)ending];
    }

    /// <summary>The ending of a request that was answered with a status.</summary>
    internal static Ending OfStatus(int status) => status switch
    {
        304 => Ending.NotModified,
        429 => Ending.Throttled,
        503 => Ending.Unavailable,
        >= 200 and < 300 => Ending.Ok,
        >= 300 and < 400 => Ending.Redirected,
        >= 400 and < 500 => Ending.ClientError,
        >= 500 and < 600 => Ending.ServerError,
        _ => Ending.BadResponse,
    };

    private static readonly string[] s_words =
        [.. Enum.GetNames<Ending>().Select(name => string.Concat(name.Select((sign, at) => char.IsUpper(sign) && at > 0 ? $"-{char.ToLowerInvariant(sign)}" : $"{char.ToLowerInvariant(sign)}")))];
}
