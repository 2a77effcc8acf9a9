namespace Seatrial.Scenarios.Sweeps;

/// <summary>What all stores must hold of one crate: the model against which a sweep compares them.</summary>
/// <param name="Name">The crate.</param>
public sealed record CrateState(string Name)
{
    /// <summary>Its versions in the order of their publish; none when the crate does not exist.</summary>
    public IReadOnlyList<HeldVersion> Versions { get; init; } = [];

    /// <summary>The logins of its owners.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>The effective actions that the audit log must show, each exactly once, such as <c>publish 0.1.0</c>.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Whether there is such a crate.</summary>
    public bool Exists => Versions.Count > 0;

    /// <summary>The state after one more version was published.</summary>
    internal CrateState With(CratePackage package, string owner) => this with
    {
        Versions = [.. Versions, new HeldVersion(package.Version, package.Checksum.Text, Yanked: false)],
        Owners = Exists ? Owners : [owner],
        Actions = [.. Actions, $"publish {package.Version}"],
    };

    /// <summary>The state after a version was yanked, or unyanked.</summary>
    internal CrateState With(string version, bool yanked) => this with
    {
        Versions = [.. Versions.Select(one => one.Number == version ? one with { Yanked = yanked } : one)],
        Actions = [.. Actions, $"{(yanked ? "yank" : "unyank")} {version}"],
    };
}

/// <summary>A version as one store has it.</summary>
/// <param name="Number">The version number.</param>
/// <param name="Checksum">The SHA-256 of its archive in lower-case hex; of the archive itself, where the store has that.</param>
/// <param name="Yanked">Whether it is yanked; null where the store does not say.</param>
public sealed record HeldVersion(string Number, string Checksum, bool? Yanked)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Number} {(Checksum.Length >= 8 ? Checksum[..8] : Checksum)}{(Yanked == true ? " yanked" : "")}";
}

/// <summary>What one store holds of one crate, when everything has settled or in the middle of it.</summary>
/// <param name="Store">The store: <c>api</c>, <c>index</c>, <c>database</c>, <c>storage</c>…</param>
public sealed record Holding(string Store)
{
    /// <summary>Its versions in the store's order; null when the store does not know of versions.</summary>
    public IReadOnlyList<HeldVersion>? Versions { get; init; }

    /// <summary>The logins of the owners in alphabetical order; null when the store does not know of them.</summary>
    public IReadOnlyList<string>? Owners { get; init; }

    /// <summary>The effective actions in the audit log; null when the store has none.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    /// <summary>Objects that belong to the crate and that nothing refers to; null when the store cannot have any.</summary>
    public IReadOnlyList<string>? Orphans { get; init; }

    /// <summary>Why the store could not be read; its content is then unknown, and that is never green.</summary>
    public string? Unreadable { get; init; }

    /// <summary>The content in one line.</summary>
    public override string ToString()
    {
        if (Unreadable is not null)
            return $"{Store}: could not be read ({Unreadable})";
        var parts = new List<string>();
        if (Versions is not null)
            parts.Add(Versions.Count == 0 ? "nothing" : string.Join(", ", Versions));
        if (Owners is { Count: > 0 })
            parts.Add($"owners {string.Join(", ", Owners)}");
        if (Actions is not null)
            parts.Add(Actions.Count == 0 ? "no action" : $"actions {string.Join(", ", Actions)}");
        if (Orphans is { Count: > 0 })
            parts.Add($"orphans {string.Join(", ", Orphans)}");
        return $"{Store}: {string.Join("; ", parts)}";
    }
}
