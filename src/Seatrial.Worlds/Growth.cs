namespace Seatrial.Worlds;

/// <summary>When crates appear: from crates.io's opening on, ever more of them, so that their number grows with the square of the time.</summary>
internal static class Growth
{
    /// <summary>The opening, 2014-11-20.</summary>
    public static readonly DateTimeOffset Start = new(2014, 11, 20, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The end of every world, 2026-07-31: nothing happens later.</summary>
    public static readonly DateTimeOffset End = new(2026, 7, 31, 0, 0, 0, TimeSpan.Zero);

    // The last crate still has time for its versions, yanks and owners.
    private static readonly long Span = (long)(End - Start - TimeSpan.FromDays(40)).TotalMilliseconds;

    // Square roots are rounded correctly on every machine (IEEE 754), and this one fits 53 bits.
    private static readonly double Whole = Math.Sqrt(World.MostCrates);

    /// <summary>The moment of a crate's first version, in Unix milliseconds: later for each number.</summary>
    public static long Created(int crate) => Start.ToUnixTimeMilliseconds() + (long)(Span * (Math.Sqrt(crate) / Whole));
}
