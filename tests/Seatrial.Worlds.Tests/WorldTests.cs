using System.Globalization;
using Seatrial.Cargo;

namespace Seatrial.Worlds.Tests;

/// <summary>What holds in every world.</summary>
public sealed class WorldTests
{
    // A change of this hash is a change of every world that anybody has made: it needs a line in the changelog.
    private const string Golden = "ce4239ecf8648ab32abef74392196927c079a3722723d1b68d6b566191e442b5";

    [Fact]
    public void A_seed_gives_the_same_world_on_every_machine() => Assert.Equal(Golden, WorldFacts.Of(new World(42, 300)).Fingerprint);

    [Fact]
    public void It_does_so_in_a_culture_with_other_numbers_and_names_of_days()
    {
        var before = CultureInfo.CurrentCulture;
        var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        odd.NumberFormat.NumberDecimalSeparator = odd.NumberFormat.CurrencyDecimalSeparator = "٫";
        odd.NumberFormat.NegativeSign = "−";
        odd.DateTimeFormat.DateSeparator = "·";
        try
        {
            CultureInfo.CurrentCulture = odd;
            Assert.Equal(Golden, WorldFacts.Of(new World(42, 300)).Fingerprint);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Another_seed_gives_another_world() => Assert.NotEqual(Golden, WorldFacts.Of(new World(43, 300)).Fingerprint);

    [Fact]
    public void A_small_world_is_the_beginning_of_a_large_one()
    {
        var (small, large) = (new World(7, World.FewestCrates), new World(7, World.MostCrates));
        Assert.Equal(Said(small.Crates), Said(large.Crates.Take(World.FewestCrates)));
        Assert.Equal(small.Users, large.Users.Take(small.UserCount));
    }

    [Fact]
    public void A_crate_is_the_same_alone_and_in_its_turn()
    {
        var world = new World(7, 2000);
        Assert.Equal(Said(world.Crates.Where(crate => crate.Number % 333 == 0)), Said([.. Enumerable.Range(0, 7).Reverse().Select(number => world.Crate(number * 333)).Reverse()]));
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(0, 250_001)]
    [InlineData(1UL << 53, 10)]
    public void A_seed_or_size_out_of_range_is_refused(ulong seed, int crates) => Assert.Throws<ArgumentOutOfRangeException>(() => new World(seed, crates));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9007199254740991)]
    public void Every_dependency_is_on_a_version_that_was_published_before(ulong seed)
    {
        var published = new Dictionary<string, WorldCrate>(StringComparer.Ordinal);
        long looked = 0;
        foreach (var crate in new World(seed, 1500).Crates)
        {
            foreach (var version in crate.Versions)
                foreach (var dependency in version.Metadata.Dependencies)
                {
                    looked++;
                    var there = published[dependency.Name.Text];
                    Assert.Contains(there.Versions, one => one.PublishedAt < version.PublishedAt && one.YankedAt is null && dependency.Requirement.Matches(one.Metadata.Version));
                }

            published.Add(crate.Name.Text, crate);
        }

        Assert.True(looked > 1500);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(42)]
    public void No_two_names_are_one_under_the_canonical_form_and_none_is_reserved(ulong seed)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var crate = 0; crate < World.MostCrates; crate++)
        {
            var name = Names.Of(seed, crate);
            Assert.True(seen.Add(name.Canonical), name.Text);
            Assert.False(CrateName.IsDevice(name.Text) || CrateName.IsOfToolchain(name.Text), name.Text);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    public void No_two_logins_are_one_whatever_the_case(ulong seed)
    {
        var world = new World(seed, World.MostCrates);
        Assert.Equal(world.UserCount, world.Users.Select(user => user.Login.ToLowerInvariant()).Distinct().Count());
        Assert.All(world.Users, user => Assert.InRange(user.Login.Length, 1, 64));
    }

    [Fact]
    public void Versions_of_a_crate_are_unique_without_their_builds_and_later_each()
    {
        foreach (var crate in new World(3, 3000).Crates)
        {
            Assert.Equal(crate.Versions.Count, crate.Versions.Select(one => one.Metadata.Version.WithoutBuild.Text).Distinct().Count());
            Assert.All(crate.Versions.Zip(crate.Versions.Skip(1)), pair => Assert.True(pair.First.PublishedAt < pair.Second.PublishedAt));
            Assert.All(crate.Versions, one => Assert.True(one.YankedAt is null || one.YankedAt > crate.Versions[^1].PublishedAt));
            Assert.All(crate.Versions, one => Assert.True((one.YankedAt ?? one.PublishedAt) < Growth.End));
        }
    }

    [Fact]
    public void The_crate_with_the_most_versions_still_ends_before_the_world()
    {
        for (var crate = 0; crate < World.MostCrates; crate += 7)
            if (new Releases(3, crate) is { Count: > 1000 } releases)
                Assert.True(releases.At(releases.Count - 1) < Growth.End.ToUnixTimeMilliseconds() - Releases.Closing);
    }

    [Fact]
    public void What_is_published_is_what_cargo_and_a_registry_accept()
    {
        foreach (var crate in new World(5, 400).Crates)
            foreach (var version in crate.Versions)
            {
                var read = PublishMetadata.Parse(version.Metadata.ToJson());
                Assert.True(read.IsValid, $"{crate.Name} {version.Metadata.Version}: {read.Violation}");
                var line = IndexLine.From(version.Metadata, version.Checksum, version.PublishedAt);
                Assert.Empty(line.FeatureViolations());
                Assert.True(IndexLine.Parse(line.ToJson()).IsValid);
            }
    }

    [Fact]
    public void Users_are_of_every_kind_in_the_smallest_world_and_each_owner_was_there_before_the_crate()
    {
        var world = new World(11, World.FewestCrates);
        Assert.Equal(Enum.GetValues<UserKind>(), world.Users.Select(user => user.Kind).Distinct().Order());
        foreach (var crate in new World(11, 2000).Crates)
        {
            Assert.True(Users.Of(11, crate.Owner).CreatedAt < crate.Versions[0].PublishedAt);
            Assert.NotEqual(UserKind.New, Users.Of(11, crate.Owner).Kind);
            Assert.NotEqual(crate.Owner, crate.CoOwner);
        }
    }

    private static List<string> Said(IEnumerable<WorldCrate> crates) => [.. crates.SelectMany(crate => crate.Versions.Select(version =>
        $"{crate.Number} {crate.Owner} {crate.CoOwner} {version.PublishedAt:O} {version.YankedAt:O} {version.Downloads} {version.ArchiveBytes} "
        + System.Text.Encoding.UTF8.GetString(version.Metadata.ToJson())))];
}
