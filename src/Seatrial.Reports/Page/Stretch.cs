using System.Globalization;

namespace Seatrial.Reports.Page;

/// <summary>When something happened within a whole, and how long it took: a word for readers, and a bar below the line.</summary>
/// <param name="After">How long after the beginning of the whole it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Whole">How long the whole took; zero when nobody knows, and then there is no bar.</param>
internal sealed record Stretch(TimeSpan After, TimeSpan Duration, TimeSpan Whole)
{
    public Markup When => Whole <= TimeSpan.Zero ? Markup.None : $"""<span class="when">+{Wording.Time(After < TimeSpan.Zero ? TimeSpan.Zero : After)}</span> """;

    public Markup Bar
    {
        get
        {
            if (Whole <= TimeSpan.Zero)
                return Markup.None;
            var from = Math.Clamp(After / Whole * 100, 0, 100);
            var part = Math.Clamp(Duration / Whole * 100, 0, 100 - from);
            return $"""<i class="stretch" style="--from:{Number(from)};--for:{Number(part)}"></i>""";
        }
    }

    private static string Number(double percent) => percent.ToString("0.##", CultureInfo.InvariantCulture);
}
