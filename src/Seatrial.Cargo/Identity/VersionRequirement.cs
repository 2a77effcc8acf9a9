namespace Seatrial.Cargo;

/// <summary>A requirement on a dependency's version in cargo's syntax, such as <c>^1.2, &lt;1.5</c>.</summary>
public sealed class VersionRequirement : IEquatable<VersionRequirement>
{
    /// <summary>The bound that cargo's own parser has.</summary>
    public const int MaxComparators = 32;

    private readonly Comparator[] comparators;
    private readonly string text;

    internal VersionRequirement(Comparator[] comparators)
    {
        this.comparators = comparators;
        text = comparators.Length == 0 ? "*" : string.Join(", ", comparators.Select(one => one.ToString()));
    }

    /// <summary>True for <c>*</c> alone, which crates.io refuses (API-PUB-20).</summary>
    public bool IsAny => comparators.Length == 0;

    /// <summary>Reads a requirement; breaks IDX-17.</summary>
    public static Parsed<VersionRequirement> Parse(string text) => RequirementText.Read(text) is { } read
        ? read
        : new Violation("IDX-17", $"'{text}' is not a version requirement.");

    /// <summary>True when cargo would take this version: all comparators hold, and pre-releases only when asked for by name.</summary>
    public bool Matches(CrateVersion version) =>
        Array.TrueForAll(comparators, one => one.Matches(version))
        && (!version.IsPrerelease || Array.Exists(comparators, one => one.AdmitsPrerelease(version)));

    /// <summary>The spelling that cargo sends: <c>1.2</c> reads as <c>^1.2</c> (section 8 of the contract).</summary>
    public override string ToString() => text;

    /// <inheritdoc/>
    public bool Equals(VersionRequirement? other) => other is not null && text == other.text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VersionRequirement);

    /// <inheritdoc/>
    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);
}
