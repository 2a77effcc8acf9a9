using System.Text;
using Seatrial.Cargo;

namespace Seatrial.Worlds;

/// <summary>Puts a crate together from its parts.</summary>
internal static class Composition
{
    // Between the last publish, the new owner, and each yank.
    private static readonly long Pause = (long)TimeSpan.FromMinutes(1).TotalMilliseconds;

    private const int SmallestDoublings = 10;

    public static WorldCrate Of(ulong seed, int crate)
    {
        var (name, releases, wants) = (Names.Of(seed, crate), new Releases(seed, crate), Want.Of(seed, crate));
        var (about, downloads) = (About.Of(seed, crate, name, releases.Number(0)), Popularity.Of(seed, crate, releases.Count));
        var (versions, after) = (new WorldVersion[releases.Count], releases.At(releases.Count - 1) + Pause);
        var yanks = 0;
        PublishDependency[] last = [];
        for (var version = 0; version < versions.Length; version++)
        {
            var (at, number) = (releases.At(version), releases.Number(version));
            var dependencies = Dependencies(wants, at, crate, version, versions.Length);
            // What depends on the dependencies alone changes only with them.
            if (version == 0 || !dependencies.AsSpan().SequenceEqual(last))
                about = about with { Dependencies = last = dependencies, Features = Features(seed, crate, about.Features, dependencies) };
            DateTimeOffset? yanked = releases.IsYanked(version) ? Moment(after + (++yanks * Pause)) : null;
            versions[version] = new(Of(about, crate, number), Moment(at), yanked, downloads[version], Bytes(seed, crate, version), Stand(seed, name, number));
        }

        return new() { Number = crate, Name = name, Owner = Users.Owner(seed, crate), CoOwner = Users.CoOwner(seed, crate), CoOwnedAt = Moment(after), Versions = versions };
    }

    private static PublishMetadata Of(PublishMetadata about, int crate, CrateVersion number)
    {
        var metadata = about with { Version = number };
        return EdgeCases.Has(crate) ? EdgeMetadata.Of(metadata, crate) : metadata;
    }

    private static FeatureMap Features(ulong seed, int crate, FeatureMap present, PublishDependency[] dependencies) =>
        EdgeCases.Has(crate) ? present : FeatureSets.Of(seed, crate, dependencies);

    // Crates grow: half of the dependencies are there from the beginning, all at the end.
    private static PublishDependency[] Dependencies(IReadOnlyList<Want> wants, long at, int crate, int version, int versions)
    {
        var many = EdgeCases.Has(crate) || versions == 1 ? wants.Count : ((wants.Count + 1) / 2) + (wants.Count / 2 * version / (versions - 1));
        return [.. wants.Take(many).Select(want => want.At(at, crate)).OfType<PublishDependency>()];
    }

    // A median of 24 KB, and few of megabytes.
    private static int Bytes(ulong seed, int crate, int version)
    {
        var (size, change) = (new Chance(seed, Topic.Archive, crate), new Chance(seed, Topic.Archive, crate, version + 1));
        var doublings = SmallestDoublings + size.Below(3) + size.Below(3) + size.Below(3) + size.Below(3) + size.Doublings(250, 4);
        return size.Within(doublings) + change.Below(1 << (doublings - 4));
    }

    private static Checksum Stand(ulong seed, CrateName name, CrateVersion version) => Checksum.Of(Encoding.UTF8.GetBytes($"{seed} {name} {version}"));

    private static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
