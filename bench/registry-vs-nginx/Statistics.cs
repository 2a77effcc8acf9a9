namespace Seatrial.Bench;

/// <summary>Quantiles of a few measurements.</summary>
internal static class Statistics
{
    public static double Median(IReadOnlyCollection<double> values) => Quantile(values, 0.5);

    public static double Quantile(IReadOnlyCollection<double> values, double q) =>
        values.Order().ElementAt((int)Math.Min(values.Count - 1, q * values.Count));

    public static double Round(double value) => Math.Round(value, value < 10 ? 3 : 0);
}
