namespace Seatrial.Registry.Publish;

/// <summary>
/// What this registry asks of a publish beyond what cargo needs. The defaults are crates.io's (its publish, steps 15 to 21); what
/// cargo needs is in Seatrial.Cargo and cannot be configured.
/// </summary>
internal sealed record PublishPolicy
{
    public static PublishPolicy Standard { get; } = new();

    /// <summary>The most characters of a name; never above the contract's <see cref="CrateName.MaxLength"/>.</summary>
    public int NameLength { get; init; } = CrateName.MaxLength;

    /// <summary>Whether the compiler's own crates are reserved (NAME-07). Windows' devices always are: no client there could unpack them.</summary>
    public bool ReserveToolchainNames { get; init; } = true;

    /// <summary>Further reserved names, in canonical spelling.</summary>
    public IReadOnlyList<string> ReservedNames { get; init; } = [];

    /// <summary>Of <see cref="RequiredMetadata.Names"/>.</summary>
    public IReadOnlyList<string> Required { get; init; } = [RequiredMetadata.Description, RequiredMetadata.License];

    public int DescriptionBytes { get; init; } = 1000;

    public int Keywords { get; init; } = 5;

    public int KeywordLength { get; init; } = 20;

    public int Categories { get; init; } = 5;

    public int Features { get; init; } = 300;

    public int FeatureValues { get; init; } = 300;

    public int Dependencies { get; init; } = 500;

    /// <summary>Whether nobody may publish under a name.</summary>
    public bool Reserves(CrateName name) => CrateName.IsDevice(name.Text)
        || (ReserveToolchainNames && CrateName.IsOfToolchain(name.Text)) || ReservedNames.Contains(name.Canonical);
}
