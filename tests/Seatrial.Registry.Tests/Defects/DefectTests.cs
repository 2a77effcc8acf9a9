using Seatrial.Defects;

namespace Seatrial.Registry.Tests.Defects;

/// <summary>
/// Each planted defect does its harm where the standard wiring does none; otherwise its name would lie.
/// </summary>
public sealed class DefectTests
{
    [Theory]
    [InlineData("wrong-index-checksum", true)]
    [InlineData(null, false)]
    public async Task The_index_names_a_wrong_checksum(string? defect, bool harm)
    {
        await using var registry = await Start(defect);
        await registry.Published("summed", "1.0.0");
        var line = Assert.Single((await registry.Index("summed"))!.Versions);
        Assert.Equal(harm, line.Checksum != Checksum.Of(Some.Archive("summed", "1.0.0")));
    }

    [Theory]
    [InlineData("yank-not-written", true)]
    [InlineData(null, false)]
    public async Task A_yank_is_confirmed_and_lost(string? defect, bool harm)
    {
        await using var registry = await Start(defect);
        var token = await registry.Published("pulled", "1.0.0");
        await registry.Delete("/api/v1/crates/pulled/1.0.0/yank", token).Expect(HttpStatusCode.OK);
        await registry.Drain();
        Assert.Equal(harm, !Assert.Single((await registry.Index("pulled"))!.Versions).Yanked);
    }

    [Theory]
    [InlineData("ownership-not-checked", true)]
    [InlineData(null, false)]
    public async Task A_stranger_publishes(string? defect, bool harm)
    {
        await using var registry = await Start(defect);
        await registry.Published("owned", "1.0.0");
        var answer = await registry.Publish(await registry.User("mallory"), "owned", "1.0.1");
        Assert.Equal(harm, answer.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public void Every_defect_has_a_name_of_its_own_and_says_what_must_catch_it()
    {
        Assert.Equal(Defect.All.Count, Defect.All.Select(one => one.Name).Distinct().Count());
        Assert.All(Defect.All, one => Assert.True(one.Answers is not null || !ReferenceEquals(one.Wiring, Wiring.Standard)));
        Assert.All(Defect.All, one => Assert.Matches("^(I[0-9]+|[A-Z-]+-[0-9]+)$", one.Check.Finding));
    }

    private static Task<RegistryFixture> Start(string? defect) =>
        RegistryFixture.Start(Defect.All.SingleOrDefault(one => one.Name == defect)?.Wiring);
}
