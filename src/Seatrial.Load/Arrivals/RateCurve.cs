namespace Seatrial.Load.Arrivals;

/// <summary>
/// How many arrivals a second are asked for, at each moment of a load: straight pieces, one after the other. Everything that a load
/// does over time is one of these, so its integral and that integral's inverse are known exactly and need no simulation.
/// </summary>
public sealed class RateCurve
{
    // What people do over a day, by hour: the trough at four in the morning, the peak in the afternoon. Only the shape of it; the
    // published figures say 2.2 to 2.7 between weekdays and weekends, and nothing on hours.
    private static readonly double[] Hours =
        [0.20, 0.12, 0.06, 0.02, 0.00, 0.04, 0.12, 0.28, 0.50, 0.70, 0.82, 0.88, 0.86, 0.92, 1.00, 0.98, 0.94, 0.84, 0.70, 0.60, 0.52, 0.44, 0.36, 0.28];

    private readonly Piece[] _pieces;

    private RateCurve(IEnumerable<(double From, double To, double Seconds)> pieces)
    {
        var (start, count) = (0.0, 0.0);
        var all = new List<Piece>();
        foreach (var (from, to, seconds) in pieces)
        {
            if (!(from >= 0 && to >= 0 && double.IsFinite(from) && double.IsFinite(to)))
                throw new ArgumentOutOfRangeException(nameof(pieces), $"A rate is a number of arrivals a second from 0, not {(from >= 0 ? to : from)}.");
            if (!(seconds > 0 && double.IsFinite(seconds)))
                throw new ArgumentOutOfRangeException(nameof(pieces), $"A piece of a load takes more than no time, not {seconds} s.");
            all.Add(new Piece(from, to, seconds, start, count));
            start += seconds;
            count += (from + to) / 2 * seconds;
        }

        if (all.Count == 0)
            throw new ArgumentException("A load has at least one piece.", nameof(pieces));
        (_pieces, Seconds, Count) = ([.. all], start, count);
    }

    /// <summary>How long it goes on, in seconds.</summary>
    public double Seconds { get; }

    /// <summary>How many arrivals it asks for: its integral.</summary>
    public double Count { get; }

    /// <summary>The same rate all the time.</summary>
    /// <param name="rate">Arrivals a second.</param>
    /// <param name="duration">How long.</param>
    public static RateCurve Constant(double rate, TimeSpan duration) => new([(rate, rate, duration.TotalSeconds)]);

    /// <summary>From one rate to another one, in a straight line.</summary>
    public static RateCurve Ramp(double from, double to, TimeSpan duration) => new([(from, to, duration.TotalSeconds)]);

    /// <summary>From one rate to another one by equal steps of equal length; the first has the rate <paramref name="from"/>, the last <paramref name="to"/>.</summary>
    public static RateCurve Steps(double from, double to, int steps, TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        return new(Enumerable.Range(0, steps).Select(step =>
        {
            // Weighed rather than added to, which could round to a rate below nothing.
            var rate = ((from * (steps - 1 - step)) + (to * step)) / (steps - 1);
            return (rate, rate, duration.TotalSeconds / steps);
        }));
    }

    /// <summary>A rate, and a higher one for a while every so often, beginning with the burst: a fleet of builds that starts on the quarter hour.</summary>
    /// <param name="rate">Arrivals a second between bursts.</param>
    /// <param name="burst">Arrivals a second in a burst.</param>
    /// <param name="length">How long a burst is.</param>
    /// <param name="every">From the beginning of one to the beginning of the next.</param>
    /// <param name="duration">How long all of it goes on; a last burst may be cut.</param>
    public static RateCurve Bursts(double rate, double burst, TimeSpan length, TimeSpan every, TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(length, every);
        return new(Pieces());

        IEnumerable<(double, double, double)> Pieces()
        {
            for (var at = TimeSpan.Zero; at < duration; at += every)
            {
                yield return (burst, burst, Least(length, duration - at));
                if (at + length < duration)
                    yield return (rate, rate, Least(every - length, duration - at - length));
            }
        }
    }

    /// <summary>A day of people, from midnight, drawn together or apart to a duration.</summary>
    /// <param name="trough">Arrivals a second when most sleep.</param>
    /// <param name="peak">Arrivals a second in the afternoon.</param>
    /// <param name="duration">How long the day takes.</param>
    public static RateCurve Day(double trough, double peak, TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(peak, trough);
        return new(Enumerable.Range(0, Hours.Length).Select(hour => (Rate(hour), Rate((hour + 1) % Hours.Length), duration.TotalSeconds / Hours.Length)));

        double Rate(int hour) => trough + ((peak - trough) * Hours[hour]);
    }

    /// <summary>This one, and then another one.</summary>
    public RateCurve Then(RateCurve next) => new(_pieces.Concat(next._pieces).Select(piece => (piece.From, piece.To, piece.Seconds)));

    /// <summary>Arrivals a second at a moment; at the border of two pieces, that of the later one.</summary>
    public double RateAt(double seconds)
    {
        var piece = _pieces.Last(one => one.Start <= Math.Clamp(seconds, 0, Seconds));
        return piece.From + ((piece.To - piece.From) * Math.Min(1, (seconds - piece.Start) / piece.Seconds));
    }

    /// <summary>When so many arrivals have been asked for, in seconds from the start.</summary>
    /// <param name="count">From 0 to <see cref="Count"/>, exclusive.</param>
    /// <param name="piece">Where the search begins, and where it ended: counts that only grow are found without searching.</param>
    internal double TimeOf(double count, ref int piece)
    {
        while (piece + 1 < _pieces.Length && _pieces[piece + 1].Before <= count)
            piece++;
        return _pieces[piece].TimeOf(count);
    }

    private static double Least(TimeSpan one, TimeSpan other) => Math.Min(one.TotalSeconds, other.TotalSeconds);

    private readonly record struct Piece(double From, double To, double Seconds, double Start, double Before)
    {
        // The inverse of a straight line's integral, in the form that loses nothing when the line is almost flat. Only operations
        // that IEEE 754 rounds exactly: every machine gets the same bits.
        public double TimeOf(double count)
        {
            var (wanted, slope) = (count - Before, (To - From) / Seconds);
            var root = Math.Sqrt(Math.Max(0, (From * From) + (2 * slope * wanted)));
            return From + root == 0 ? Start : Start + Math.Min(Seconds, 2 * wanted / (From + root));
        }
    }
}
