namespace Seatrial.EndToEnd.Tests.Inside;

/// <summary>What is seen of the embedded registry's database from inside of its process.</summary>
public sealed class CrossingTests(TappedRegistry registry, ITestOutputHelper output) : IClassFixture<TappedRegistry>
{
    [Fact]
    public async Task A_publish_makes_the_same_crossings_twice()
    {
        await registry.RecordAsync();
        var (one, other) = (await registry.RecordAsync(), await registry.RecordAsync());
        foreach (var crossing in one)
            output.WriteLine($"{crossing.Id} [{crossing.Traits}]");
        Assert.Equal(Of(one, "registry"), Of(other, "registry"));
        Assert.Contains(Of(one, "registry"), id => id.Contains("INSERT versions ~", StringComparison.Ordinal));
        Assert.Contains(Of(one, "jobs"), id => id.Contains("UPDATE jobs ~", StringComparison.Ordinal));
    }

    private static string[] Of(IReadOnlyList<Faults.Crossing> crossings, string side) =>
        [.. crossings.Where(crossing => crossing.Side == side).Select(crossing => $"{crossing.Id} [{crossing.Traits}]")];
}
