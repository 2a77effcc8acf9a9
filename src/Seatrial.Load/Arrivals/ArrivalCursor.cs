namespace Seatrial.Load.Arrivals;

/// <summary>Walks through the arrivals of one shard.</summary>
internal sealed class ArrivalCursor(RateCurve curve, Spacing spacing, ulong seed, Shard shard)
{
    // Poisson arrivals are drawn in cells in which eight are expected: how many, then where. No logarithm is needed, whose last bit is not
    // the same on every machine, and e⁻⁸ is a literal.
    private const double Expected = 8, Never = 3.3546262790251185e-4;

    // More than 64 where 8 are expected: once in 10³¹ cells.
    private readonly double[] _cell = new double[64];
    private int _inCell, _nextInCell, _piece;
    private long _ordinal, _cells;

    /// <summary>The next arrival; false when there is none.</summary>
    public bool TryNext(out Arrival arrival) => spacing == Spacing.Even ? TryEven(out arrival) : TryPoisson(out arrival);

    private bool TryEven(out Arrival arrival)
    {
        var ordinal = _ordinal == 0 ? shard.Index : _ordinal;
        _ordinal = ordinal + shard.Count;
        // In the middle of its share: whether the last one still fits is never decided by a rounding.
        return Found(ordinal, ordinal + 0.5, out arrival);
    }

    private bool TryPoisson(out Arrival arrival)
    {
        while (true)
        {
            while (_nextInCell < _inCell)
            {
                var (ordinal, count) = (_ordinal++, ((_cells - 1) * Expected) + _cell[_nextInCell++]);
                if (shard.Has(ordinal))
                    return Found(ordinal, count, out arrival);
            }

            if (_cells * Expected >= curve.Count)
            {
                arrival = default;
                return false;
            }

            Draw(Chance.Of(seed, (ulong)_cells++));
        }
    }

    // Knuth's product of uniforms gives the number; a cell's arrivals are uniform in it.
    private void Draw(Chance chance)
    {
        (_inCell, _nextInCell) = (0, 0);
        for (var product = chance.Uniform(); product > Never && _inCell < _cell.Length; product *= chance.Uniform())
            _inCell++;
        for (var i = 0; i < _inCell; i++)
            _cell[i] = chance.Uniform() * Expected;
        Array.Sort(_cell, 0, _inCell);
    }

    private bool Found(long ordinal, double count, out Arrival arrival)
    {
        var found = count < curve.Count;
        arrival = found ? new Arrival(ordinal, (long)(curve.TimeOf(count, ref _piece) * 1e9)) : default;
        return found;
    }
}
