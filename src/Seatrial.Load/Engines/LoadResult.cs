using Seatrial.Load.Recording;

namespace Seatrial.Load.Engines;

/// <summary>Why a load ended.</summary>
public enum LoadEnd
{
    /// <summary>All of it was done.</summary>
    Done,

    /// <summary>It made as many requests as it was allowed to.</summary>
    Requests,

    /// <summary>The user had enough.</summary>
    Cancelled,
}

/// <summary>What came of a load.</summary>
/// <param name="Whole">All of it.</param>
/// <param name="Elapsed">From its start to the last answer, or to when those that were missing were given up.</param>
/// <param name="End">Why it ended.</param>
/// <param name="Cpu">What the generator's process used meanwhile, user and system together.</param>
public sealed record LoadResult(Tally Whole, TimeSpan Elapsed, LoadEnd End, TimeSpan Cpu);
