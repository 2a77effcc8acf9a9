using Seatrial.Cargo;

namespace Seatrial.Worlds.Tests;

/// <summary>The edge cases are in the smallest world, and are what they claim to be.</summary>
public sealed class EdgeCaseTests
{
    private static readonly World Smallest = new(1, World.FewestCrates);

    [Fact]
    public void One_name_holds_every_legal_character_and_is_the_longest()
    {
        var name = Smallest.Crate(EdgeCases.Letters).Name.Text;
        Assert.Equal(CrateName.MaxLength, name.Length);
        Assert.Equal(Enumerable.Range(0, 128).Select(code => (char)code).Where(c => CrateName.Parse("a" + c).IsValid), name.Order());
    }

    [Fact]
    public void The_index_folders_of_short_names_are_all_there() => Assert.Equal(["1/x", "2/y2", "3/z/z-3"],
        new[] { EdgeCases.Versions, EdgeCases.Moments, EdgeCases.Texts }.Select(crate => Smallest.Crate(crate).Name.IndexPath.Text));

    [Fact]
    public void Versions_are_as_long_and_as_strange_as_they_may_be()
    {
        var numbers = Smallest.Crate(EdgeCases.Versions).Versions.Select(one => one.Metadata.Version).ToList();
        Assert.Contains(numbers, number => number.Text.Length == CrateVersion.MaxLength);
        Assert.Contains(numbers, number => number.Major == ulong.MaxValue);
        Assert.Contains(numbers, number => number.Build.Length > 0);
        Assert.NotEqual(numbers, numbers.Order());
    }

    [Fact]
    public void Publishing_falls_on_leap_days_and_on_moments_that_are_another_year_elsewhere()
    {
        var moments = Smallest.Crate(EdgeCases.Moments).Versions.Select(one => one.PublishedAt).ToList();
        Assert.Equal([2016, 2020, 2024], moments.Where(at => at is { Month: 2, Day: 29 }).Select(at => at.Year));
        Assert.Contains(moments, at => at.ToOffset(TimeSpan.FromHours(14)).Year > at.Year);
        Assert.Contains(moments, at => at.ToOffset(TimeSpan.FromHours(-12)).Year < at.Year);
    }

    [Fact]
    public void Texts_reach_their_limits_and_leave_ASCII()
    {
        var metadata = Smallest.Crate(EdgeCases.Texts).Versions[0].Metadata;
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(metadata.Description!), 1000, 1000);
        Assert.Equal(5, metadata.Keywords.Count);
        Assert.Equal(5, metadata.Categories.Count);
        Assert.Contains('\r', metadata.Readme!);
    }

    [Fact]
    public void Features_are_as_many_as_crates_io_allows_and_one_turns_on_all_others()
    {
        var features = Smallest.Crate(EdgeCases.Features).Versions[0].Metadata.Features;
        Assert.Equal(300, features.Count);
        Assert.Equal(299, features["f0"].Count);
    }

    [Fact]
    public void One_index_file_has_more_than_a_megabyte() =>
        Assert.InRange(WorldFacts.Of(Smallest).LargestIndexBytes, 1 << 20, 2 << 20);

    [Fact]
    public void Dependencies_are_of_every_kind()
    {
        var all = Smallest.Crate(EdgeCases.Dependencies).Versions[0].Metadata.Dependencies;
        Assert.Equal(Enum.GetValues<DependencyKind>(), all.Select(one => one.Kind).Distinct().Order());
        Assert.Contains(all, one => one.Optional);
        Assert.Contains(all, one => one.Alias is not null);
        Assert.Contains(all, one => !one.DefaultFeatures);
        Assert.Contains(all, one => one.Target?.StartsWith("cfg(", StringComparison.Ordinal) == true);
        Assert.Contains(all, one => one.Target?.StartsWith("x86_64", StringComparison.Ordinal) == true);
        Assert.Contains(all.GroupBy(one => one.Name), same => same.Count() > 1);
    }
}
