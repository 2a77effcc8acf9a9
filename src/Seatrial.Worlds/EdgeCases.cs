using Seatrial.Cargo;

namespace Seatrial.Worlds;

/// <summary>
/// What is legal and breaks careless code, as seven crates with the numbers 3 to 9: every world has them, however small. What a crate is called
/// and when its versions came is here, what they hold in <see cref="EdgeMetadata"/>.
/// </summary>
internal static class EdgeCases
{
    /// <summary>Every legal character once, which is also the longest name.</summary>
    public const int Letters = 3;

    /// <summary>A name of one letter, with the longest and the strangest versions.</summary>
    public const int Versions = 4;

    /// <summary>A name of two letters, published at moments that are another day, month or year elsewhere.</summary>
    public const int Moments = 5;

    /// <summary>A name of three letters, with the longest texts and those outside of ASCII.</summary>
    public const int Texts = 6;

    /// <summary>As many features as crates.io allows, one of which turns on as many others.</summary>
    public const int Features = 7;

    /// <summary>An index file of more than a megabyte.</summary>
    public const int Index = 8;

    /// <summary>Dependencies of every kind.</summary>
    public const int Dependencies = 9;

    public const int First = Letters;

    /// <summary>What crates.io allows, and the reference registry by default.</summary>
    public const int MostFeatures = 300;

    private const int IndexVersions = 64;

    public static bool Has(int crate) => crate is >= First and <= Dependencies;

    public static string? Name(int crate) => crate switch
    {
        Letters => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
        Versions => "x",
        Moments => "y2",
        Texts => "z-3",
        Features => "every-feature",
        Index => "giant_index",
        Dependencies => "every-dependency",
        _ => null,
    };

    public static IReadOnlyList<EdgeRelease>? Releases(int crate) => crate switch
    {
        Letters => [new("0.0.1"), new("1.0.0")],
        Versions => Strange,
        Moments => Calendar,
        Texts => [new("0.1.0"), new("0.1.1")],
        Features => [new("1.0.0"), new("1.1.0")],
        Index => [.. Enumerable.Range(0, IndexVersions).Select(number => new EdgeRelease($"0.{number}.0"))],
        Dependencies => [new("1.0.0"), new("2.0.0")],
        _ => null,
    };

    // In the order of their publishing, which is not that of SemVer.
    private static EdgeRelease[] Strange =>
    [
        new("0.0.0"), new("1.0.0-alpha"), new("1.0.0-alpha.1"), new("1.0.0-alpha.beta"), new("1.0.0-beta.2"), new("1.0.0-beta.11"), new("1.0.0-rc.1"),
        new("1.0.0+20130313144700"), new("1.0.1--.-"), new("2.0.0-0.a.00b+0.00.-"), new("0.9.9"),
        new($"3.0.0-{new string('p', CrateVersion.MaxLength - "3.0.0-".Length)}"), new("18446744073709551615.0.0"), new("3.0.0"),
    ];

    private static EdgeRelease[] Calendar =>
    [
        new("0.1.0"),
        // The last second of a leap day, which is no leap day east of Greenwich.
        At("0.2.0", 2016, 2, 29, 23, 59, 59),
        // The second before a leap second, and New Year's Eve at both ends of the world.
        At("0.3.0", 2016, 12, 31, 23, 59, 59),
        At("0.4.0", 2019, 12, 31, 10, 0, 0),
        At("0.5.0", 2020, 1, 1, 11, 59, 59),
        At("0.6.0", 2020, 2, 29, 0, 0, 0),
        // European clocks go forward, American ones go back.
        At("0.7.0", 2021, 3, 28, 1, 0, 0),
        At("0.8.0", 2021, 11, 7, 6, 0, 0),
        At("0.9.0", 2024, 2, 29, 12, 0, 0),
        At("0.10.0", 2024, 12, 31, 23, 59, 59),
    ];

    private static EdgeRelease At(string number, int year, int month, int day, int hour, int minute, int second) =>
        new(number, new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).ToUnixTimeMilliseconds());
}
