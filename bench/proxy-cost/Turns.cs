using System.Globalization;

namespace Seatrial.Bench;

/// <summary>Measures several ways in turns, so that what else the machine does meets them all.</summary>
internal static class Turns
{
    /// <summary>The median of each way, in the order of the ways, and the median of the ratios of each turn to the first way.</summary>
    public static async Task<(double[] Medians, double[] Ratios)> TakeAsync(string what, int turns, params (string Name, Func<Task<double>> Measure)[] ways)
    {
        var rates = ways.Select(_ => new List<double>()).ToArray();
        for (var turn = 0; turn < turns; turn++)
            for (var i = 0; i < ways.Length; i++)
            {
                // Each begins in turn, so that none is always the one after a checkpoint.
                var way = (turn + i) % ways.Length;
                rates[way].Add(await ways[way].Measure());
            }

        for (var way = 0; way < ways.Length; way++)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{what}, {ways[way].Name}: {string.Join(' ', rates[way].Select(rate => $"{rate:0}"))} a second, median {Median(rates[way]):0}"));
        return ([.. rates.Select(Median)], [.. rates.Select(one => Median([.. one.Zip(rates[0], (ours, first) => ours / first)]))]);
    }

    public static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);
}
