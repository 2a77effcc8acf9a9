using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Seatrial.Cli;

/// <summary>Holds an option to numbers between two bounds, and says so of anything else.</summary>
internal static class Bounds
{
    /// <summary>Whole numbers only.</summary>
    public static void Within(this Option option, ulong least, ulong most) => option.Validators.Add(result =>
    {
        // From the text: asking for a value that cannot be read throws.
        if (result.Tokens is [{ Value: var text }]
            && !(ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most))
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be a whole number from {least} to {most}."));
    });

    /// <summary>The same for numbers that may have a fraction.</summary>
    public static void Between(this Option option, double least, double most) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: var text }]
            && !(double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most))
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be a number from {least} to {most}."));
    });
}
