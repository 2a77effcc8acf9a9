using Seatrial.Cargo;

namespace Seatrial.Worlds;

/// <summary>A crate of a world with all of its versions.</summary>
public sealed record WorldCrate
{
    /// <summary>From 0 on, in the order of the first versions; it depends on lower numbers only.</summary>
    public required int Number { get; init; }

    /// <summary>Its name, unlike any other in every spelling.</summary>
    public required CrateName Name { get; init; }

    /// <summary>The number of the user who publishes it.</summary>
    public required int Owner { get; init; }

    /// <summary>The number of the user who was made an owner after the last publish; null for most.</summary>
    public int? CoOwner { get; init; }

    /// <summary>When the second owner was added.</summary>
    public required DateTimeOffset CoOwnedAt { get; init; }

    /// <summary>Its versions in the order of their publishing; at least one.</summary>
    public required IReadOnlyList<WorldVersion> Versions { get; init; }

    /// <summary>The version that stands for it: not yanked before yanked, releases before pre-releases, then the highest.</summary>
    public WorldVersion Leading => Versions.OrderBy(one => one.YankedAt is not null).ThenBy(one => one.Metadata.Version.IsPrerelease)
        .ThenByDescending(one => one.Metadata.Version).First();
}

/// <summary>A version of a crate.</summary>
/// <param name="Metadata">What its publisher says of it.</param>
/// <param name="PublishedAt">When; versions of one crate are some time apart.</param>
/// <param name="YankedAt">When it was yanked, after the crate's last publish; null for most.</param>
/// <param name="Downloads">How often it has been downloaded.</param>
/// <param name="ArchiveBytes">About how large its archive is.</param>
/// <param name="Checksum">Stands for the archive's where there is no archive.</param>
public sealed record WorldVersion(
    PublishMetadata Metadata, DateTimeOffset PublishedAt, DateTimeOffset? YankedAt, long Downloads, int ArchiveBytes, Checksum Checksum);
