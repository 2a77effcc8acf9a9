namespace Seatrial.EndToEnd.Tests;

/// <summary>The full topology: the same catalogue with real parts, and nothing left behind.</summary>
[Collection("full topology")]
public sealed class FullTopologyTests
{
    [Fact]
    public async Task The_whole_catalogue_has_the_verdicts_of_the_embedded_topology_and_nothing_is_left_behind()
    {
        using var full = new Tool();
        var run = await full.RunAsync("--topology", "full");
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        Assert.All(full.Verdicts(), verdict => Assert.Equal("Pass", verdict.Value));
        Assert.Equal("full", full.Summary().GetProperty("topology").GetString());
        Assert.Empty(Directory.EnumerateDirectories(Path.GetTempPath(), "seatrial-full-*"));
    }
}
