namespace Seatrial.Record;

/// <summary>A load begins.</summary>
public sealed record LoadStarted : RecordEvent
{
    /// <summary>The profile's name.</summary>
    public required string Load { get; init; }

    /// <summary>What it stands for, in one sentence.</summary>
    public required string Story { get; init; }

    /// <summary>For how long sessions begin.</summary>
    public required double Seconds { get; init; }

    /// <summary>How many of them are expected.</summary>
    public required double Sessions { get; init; }

    /// <summary>Which part of the load this generator makes, from 1, and of how many.</summary>
    public required string Shard { get; init; }

    /// <summary>What sends the requests: <c>sockets</c> or <c>handler</c>.</summary>
    public required string Engine { get; init; }
}

/// <summary>A second of a load: whole counts, so that those of several generators add up.</summary>
public sealed record LoadSecond : RecordEvent
{
    /// <summary>The profile's name.</summary>
    public required string Load { get; init; }

    /// <summary>Its number, from 0. What counts is when a request ended.</summary>
    public required int Second { get; init; }

    /// <summary>What was asked; operations of which nothing ended are left out.</summary>
    public required IReadOnlyList<LoadCounts> Operations { get; init; }
}

/// <summary>What came of one operation in a second.</summary>
/// <param name="Operation">Its name.</param>
/// <param name="Endings">How many ended in which way.</param>
/// <param name="Bytes">Bytes received.</param>
/// <param name="Latency">From when each was due: a histogram, in base64.</param>
public sealed record LoadCounts(string Operation, IReadOnlyDictionary<string, long> Endings, long Bytes, string Latency);

/// <summary>A load ended, by itself or because the user had enough.</summary>
public sealed record LoadFinished : RecordEvent
{
    /// <summary>The profile's name.</summary>
    public required string Load { get; init; }

    /// <summary>Pass, fail (an objective was not kept) or hollow (nothing was answered, or nothing was to be kept).</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What it came to, in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Why it ended: <c>done</c>, <c>requests</c> (as many as allowed) or <c>cancelled</c>.</summary>
    public required string End { get; init; }

    /// <summary>From its start to its last answer.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>Requests a second that ended well.</summary>
    public required double Goodput { get; init; }

    /// <summary>CPU that the generator's process used meanwhile, in seconds.</summary>
    public required double Cpu { get; init; }

    /// <summary>All requests together, whole builds left out.</summary>
    public required LoadFigures All { get; init; }

    /// <summary>Each operation.</summary>
    public required IReadOnlyList<LoadFigures> Operations { get; init; }

    /// <summary>By how much sessions began later than they were due.</summary>
    public required LoadTimes Lag { get; init; }

    /// <summary>What had to hold.</summary>
    public required IReadOnlyList<LoadObjective> Objectives { get; init; }
}

/// <summary>What came of one operation in all of a load.</summary>
/// <param name="Operation">Its name.</param>
/// <param name="Endings">How many ended in which way.</param>
/// <param name="Good">How many ended well.</param>
/// <param name="Bytes">Bytes received.</param>
/// <param name="Retried">How many were sent again since a kept connection had been closed.</param>
/// <param name="Latency">From when each was due: good answers, and waits that were given up.</param>
/// <param name="Uncorrected">The same from when each was sent.</param>
/// <param name="Failures">The times of all others.</param>
public sealed record LoadFigures(
    string Operation, IReadOnlyDictionary<string, long> Endings, long Good, long Bytes, long Retried, LoadTimes Latency, LoadTimes Uncorrected, LoadTimes Failures)
{
    /// <summary>How many ended.</summary>
    public long Ended => Endings.Values.Sum();
}

/// <summary>Times of many requests, in milliseconds; quantiles are at most 0.4 % off.</summary>
/// <param name="Count">How many.</param>
/// <param name="P50">Half of them took no longer.</param>
/// <param name="P95">95 of 100.</param>
/// <param name="P99">99 of 100.</param>
/// <param name="P999">999 of 1,000.</param>
/// <param name="Max">The longest, exactly.</param>
/// <param name="Mean">The mean, exactly.</param>
/// <param name="Histogram">All of it, in base64.</param>
public sealed record LoadTimes(long Count, double P50, double P95, double P99, double P999, double Max, double Mean, string Histogram);

/// <summary>Something that a registry had to keep under a load.</summary>
/// <param name="Name">What, such as <c>p99</c>.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Actual">What was seen.</param>
/// <param name="Held">Whether it was kept.</param>
public sealed record LoadObjective(string Name, string Expected, string Actual, bool Held);
