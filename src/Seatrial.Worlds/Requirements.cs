using System.Globalization;
using Seatrial.Cargo;

namespace Seatrial.Worlds;

/// <summary>What dependents write of a version that they want: mostly a caret, sometimes anything else that it fits.</summary>
internal static class Requirements
{
    public static VersionRequirement For(ref Chance chance, CrateVersion version) => VersionRequirement.Parse(Text(ref chance, version)).Value;

    private static string Text(ref Chance chance, CrateVersion version)
    {
        var whole = string.Create(CultureInfo.InvariantCulture, $"{version.Major}.{version.Minor}.{version.Patch}");
        var manner = chance.Below(100);
        // Only who names a pre-release gets it.
        if (version.IsPrerelease)
            return $"{(manner < 50 ? "^" : "=")}{whole}-{version.Pre}";
        return manner switch
        {
            < 60 => $"^{whole}",
            < 80 => string.Create(CultureInfo.InvariantCulture, $"^{version.Major}.{version.Minor}"),
            < 88 => string.Create(CultureInfo.InvariantCulture, $"^{version.Major}{(version.Major == 0 ? $".{version.Minor}" : "")}"),
            < 92 => $"={whole}",
            < 96 => string.Create(CultureInfo.InvariantCulture, $"~{version.Major}.{version.Minor}"),
            < 98 => string.Create(CultureInfo.InvariantCulture, $">={whole}, <{version.Major + 1}.0.0"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{version.Major}.{version.Minor}.*"),
        };
    }
}
