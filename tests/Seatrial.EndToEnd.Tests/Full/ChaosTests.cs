using System.Globalization;

namespace Seatrial.EndToEnd.Tests;

/// <summary>kill -9 of any part at any time under load: what was acknowledged is there afterwards, and all parts agree.</summary>
[Collection("full topology")]
public sealed class ChaosTests
{
    /// <summary>Sets how many parts are killed, when it is not the number for every build.</summary>
    private const string Variable = "SEATRIAL_TEST_KILLS";

    private const int Kills = 20;
    private const int Seed = 20260217;

    /// <summary>A lease of a killed worker lasts 15 s, and its job may have been at its longest pause.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task No_acknowledged_publish_is_lost_and_nothing_is_left_to_repair()
    {
        var kills = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Kills;
        var chance = new Random(Seed);
        await using var topology = await ServedTopology.StartAsync();
        using var traffic = new Traffic();
        await using var load = await Workload.StartAsync(traffic, topology.Url, topology.AdminToken, "chaos");
        for (var kill = 0; kill < kills; kill++)
        {
            var part = topology.Parts[chance.Next(topology.Parts.Count)];
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(200, 600)));
            await topology.KillAsync(part);
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(0, 400)));
            await topology.RestartAsync(part);
        }

        await load.DisposeAsync();
        Assert.True(load.Acknowledged.Count > kills, $"Only {load.Acknowledged.Count} publishes were acknowledged, so little was proved.");
        await AssertNothingIsMissing(topology, traffic, load);
        var said = "";
        await Traffic.UntilAsync(async () =>
        {
            var doctor = await topology.DoctorAsync();
            said = doctor.StandardOutput + doctor.StandardError;
            return doctor.ExitCode == 0 && !said.Contains("\"heals\":true", StringComparison.Ordinal);
        }, Recovery, () => $"The doctor still finds: {said}");
    }

    private static async Task AssertNothingIsMissing(ServedTopology topology, Traffic traffic, Workload load)
    {
        foreach (var crate in load.Acknowledged.GroupBy(one => one.Crate, one => one.Version))
        {
            string[] missing = ["everything"];
            await Traffic.UntilAsync(async () =>
            {
                var shown = (await traffic.IndexAsync(topology.Url, crate.Key))?.Select(line => line.Version.Text).ToList();
                if (shown is null)
                    return false;
                Assert.Equal(shown.Distinct().Count(), shown.Count);
                missing = [.. crate.Except(shown)];
                return missing is [];
            }, Recovery, () => $"Acknowledged and not in the index of {crate.Key}: {string.Join(", ", missing)}");
        }
    }
}
