using Seatrial.Load.Http;

namespace Seatrial.Load.Engines;

/// <summary>The bounds of a load. Each has one: no load goes on for ever, or takes all memory or all ports.</summary>
public sealed record LoadLimits
{
    /// <summary>How long a request may take from its sending, with its connection.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many connections there are at once, over all threads.</summary>
    public int Connections { get; init; } = 1024;

    /// <summary>How many requests wait for a connection, over all threads. What comes beyond is not sent, and counted.</summary>
    public int Waiting { get; init; } = 100_000;

    /// <summary>How many requests are made at most, over all threads.</summary>
    public long Requests { get; init; } = long.MaxValue;

    /// <summary>How long answers are waited for after the last arrival, or after the load was stopped.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long they are waited for when the user has had enough.</summary>
    public TimeSpan DrainWhenCancelled { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most that an answer may be.</summary>
    public HttpLimits Answer { get; init; } = HttpLimits.Default;
}
