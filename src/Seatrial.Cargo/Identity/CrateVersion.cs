using System.Globalization;

namespace Seatrial.Cargo;

/// <summary>A version in strict SemVer 2.0 (VER-01), totally ordered as cargo orders it.</summary>
public sealed record CrateVersion : IComparable<CrateVersion>
{
    /// <summary>VER-01 and API-PUB-20: crates.io's cap.</summary>
    public const int MaxLength = 150;

    internal CrateVersion(ulong major, ulong minor, ulong patch, string pre, string build)
    {
        (Major, Minor, Patch, Pre, Build) = (major, minor, patch, pre, build);
        Text = string.Create(CultureInfo.InvariantCulture,
            $"{major}.{minor}.{patch}{(pre.Length > 0 ? "-" : "")}{pre}{(build.Length > 0 ? "+" : "")}{build}");
    }

    /// <summary>The first component.</summary>
    public ulong Major { get; }

    /// <summary>The second component.</summary>
    public ulong Minor { get; }

    /// <summary>The third component.</summary>
    public ulong Patch { get; }

    /// <summary>The pre-release identifiers without <c>-</c>; empty for a release.</summary>
    public string Pre { get; }

    /// <summary>The build metadata without <c>+</c>; empty when there is none.</summary>
    public string Build { get; }

    /// <summary>The version as it is written.</summary>
    public string Text { get; }

    /// <summary>True when <see cref="Pre"/> is not empty.</summary>
    public bool IsPrerelease => Pre.Length > 0;

    /// <summary>The version that decides uniqueness: build metadata does not (VER-02, IDX-05).</summary>
    public CrateVersion WithoutBuild => Build.Length == 0 ? this : new(Major, Minor, Patch, Pre, "");

    /// <summary>Reads a version; breaks VER-01.</summary>
    public static Parsed<CrateVersion> Parse(string text)
    {
        if (text.Length > MaxLength)
            return new Violation("VER-01", $"A version has at most {MaxLength} characters, this has {text.Length}.");
        return SemVerText.Version(text) is { } version
            ? version
            : new Violation("VER-01", $"'{text}' is not a SemVer 2.0 version.");
    }

    /// <summary>SemVer precedence; build metadata breaks ties as cargo does, so that no two versions are equal (VER-03).</summary>
    public int CompareTo(CrateVersion? other) => other is null ? 1 : ComparePrecedence(other) is var order and not 0
        ? order
        : SemVerOrder.Builds(Build, other.Build);

    /// <summary>SemVer precedence alone: versions that differ only in build metadata are equal.</summary>
    public int ComparePrecedence(CrateVersion other)
    {
        var order = Major.CompareTo(other.Major);
        if (order == 0)
            order = Minor.CompareTo(other.Minor);
        if (order == 0)
            order = Patch.CompareTo(other.Patch);
        return order != 0 ? order : SemVerOrder.Prereleases(Pre, other.Pre);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Lower in the total order.</summary>
    public static bool operator <(CrateVersion left, CrateVersion right) => left.CompareTo(right) < 0;

    /// <summary>Lower or the same.</summary>
    public static bool operator <=(CrateVersion left, CrateVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Higher in the total order.</summary>
    public static bool operator >(CrateVersion left, CrateVersion right) => left.CompareTo(right) > 0;

    /// <summary>Higher or the same.</summary>
    public static bool operator >=(CrateVersion left, CrateVersion right) => left.CompareTo(right) >= 0;
}
