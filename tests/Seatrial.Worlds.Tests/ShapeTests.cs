namespace Seatrial.Worlds.Tests;

/// <summary>A large world has the shape of crates.io, within tolerances; what no public figure is known for is an estimate, and said to be.</summary>
public sealed class ShapeTests
{
    private const ulong Seed = 42;

    // Every tenth crate of the largest world.
    private const int Step = 10;

    private static readonly Releases[] Sample = [.. Enumerable.Range(0, World.MostCrates / Step).Select(at => new Releases(Seed, at * Step))];

    [Fact]
    public void Crates_have_six_versions_in_the_mean_and_two_or_three_in_the_median()
    {
        var counts = Enumerable.Range(0, World.MostCrates).Select(crate => new Releases(Seed, crate).Count).Order().ToList();
        Assert.InRange(counts.Sum(), 1_450_000, 1_550_000);
        Assert.InRange(counts[counts.Count / 2], 2, 3);
        Assert.InRange(counts[^1], 1000, 4095);
    }

    [Fact]
    public void Popularity_emerges_from_the_graph()
    {
        var dependents = new int[World.MostCrates];
        for (var crate = 1; crate < World.MostCrates; crate++)
            foreach (var target in Enumerable.Range(0, Graph.Count(Seed, crate)).Select(position => Graph.Target(Seed, crate, position)).Distinct())
            {
                Assert.True(target < crate);
                dependents[target]++;
            }

        // The first has a tenth to a third of all crates, most have none; a hundred times fewer dependents are had by far more crates: a power law.
        Assert.InRange(dependents.Max(), World.MostCrates / 10, World.MostCrates / 3);
        Assert.InRange(dependents.Count(many => many == 0), World.MostCrates / 2, World.MostCrates * 95 / 100);
        Assert.InRange(Slope(dependents, 16, 1024), -1.4, -0.7);
    }

    [Fact]
    public void The_top_crate_has_its_share_of_the_downloads_and_the_tail_has_little()
    {
        var downloads = Enumerable.Range(0, World.MostCrates).Select(crate => Popularity.Of(Seed, crate, 1)[0]).ToList();
        // libc has 0.4 % of all, far below the 8 % of Zipf's law.
        Assert.InRange(downloads.Max() / (double)downloads.Sum(), 0.003, 0.005);
        Assert.InRange(downloads.Min(), 1000, 50_000);
        // A year of crates.io has 125 billion.
        Assert.InRange(downloads.Sum(), 100_000_000_000, 400_000_000_000);
    }

    [Fact]
    public void Newer_versions_have_more_downloads_and_all_together_those_of_the_crate()
    {
        var versions = Popularity.Of(Seed, 17, 40);
        Assert.Equal(versions.Order(), versions);
        Assert.Equal(Popularity.Of(Seed, 17, 1)[0], versions.Sum());
    }

    [Fact]
    public void Some_versions_in_a_hundred_are_yanked() =>
        Assert.InRange(Share(Sample.SelectMany(one => Enumerable.Range(0, one.Count).Select(one.IsYanked))), 0.02, 0.05);

    [Fact]
    public void Names_have_eleven_characters_in_the_mean_and_reach_sixty_four()
    {
        var lengths = Enumerable.Range(0, World.MostCrates).Select(crate => Names.Of(Seed, crate).Text.Length).ToList();
        Assert.InRange(lengths.Average(), 9.0, 13.0);
        Assert.Equal(64, lengths.Max());
        Assert.Equal(1, lengths.Min());
        Assert.InRange(Share(Enumerable.Range(0, World.MostCrates).Select(crate => Names.Of(Seed, crate).Text.AsSpan().IndexOfAny('-', '_') >= 0)), 0.5, 0.7);
    }

    [Fact]
    public void Crates_appear_ever_faster()
    {
        // The number grows with the square of the time: half of the time brings a quarter of the crates.
        var half = Growth.Start + ((DateTimeOffset.FromUnixTimeMilliseconds(Growth.Created(World.MostCrates - 1)) - Growth.Start) / 2);
        Assert.InRange(Enumerable.Range(0, World.MostCrates).Count(crate => Growth.Created(crate) < half.ToUnixTimeMilliseconds()), 62_000, 63_000);
    }

    [Fact]
    public void Archives_are_small_in_the_median_and_megabytes_in_the_tail()
    {
        var sizes = new World(Seed, 2000).Crates.SelectMany(crate => crate.Versions.Select(version => version.ArchiveBytes)).Order().ToList();
        Assert.InRange(sizes[sizes.Count / 2], 8 << 10, 64 << 10);
        Assert.InRange(sizes[^1], 1 << 20, 10 << 20);
    }

    [Fact]
    public void Few_users_own_much()
    {
        var owned = Enumerable.Range(0, 50_000).Select(crate => Users.Owner(Seed, crate)).CountBy(user => user).Select(one => one.Value).Order().ToList();
        Assert.InRange(owned[owned.Count / 2], 1, 2);
        Assert.InRange(owned[^1], 100, 5000);
    }

    private static double Share(IEnumerable<bool> all)
    {
        var (yes, count) = (0, 0);
        foreach (var one in all)
            (yes, count) = (yes + (one ? 1 : 0), count + 1);
        return yes / (double)count;
    }

    // Of the number of crates with at least so many, on logarithmic axes.
    private static double Slope(int[] values, int from, int to) =>
        (Math.Log(values.Count(value => value >= to)) - Math.Log(values.Count(value => value >= from))) / (Math.Log(to) - Math.Log(from));
}
