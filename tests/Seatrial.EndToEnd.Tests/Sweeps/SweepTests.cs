using Seatrial.Record;

namespace Seatrial.EndToEnd.Tests.Sweeps;

/// <summary>Sweeps as a user makes them. What they find in a broken registry is in Defects.</summary>
public sealed class SweepTests
{
    [Fact]
    public async Task A_sweep_of_the_embedded_registry_fires_each_fault_finds_nothing_and_each_case_can_be_replayed()
    {
        using var tool = new Tool();

        var run = await Tool.CommandAsync(["sweep", "yank", "--fault", "cut-after", "--cases", "24", "--seed", "2", "--lanes", "2", "--out", tool.Out], tool.Out);

        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        var sweep = Assert.Single(tool.Summary().GetProperty("sweeps").EnumerateArray());
        var cases = sweep.GetProperty("cases").GetInt32();
        Assert.Equal(24, cases);
        Assert.Equal(cases, sweep.GetProperty("fired").GetInt32());
        Assert.Equal(0, sweep.GetProperty("violations").GetInt32());
        Assert.True(sweep.GetProperty("pruned").GetInt32() > 0, "the worker's polls are left out by a rule, and counted");
        var recorded = Cases(tool);
        // All boundaries of a yank are crossed: its client's, its database's, its storage's, its CDN's.
        var found = Events(tool).OfType<CrossingFound>().Select(one => one.Boundary).Distinct();
        Assert.Equal([Boundary.ClientRegistry, Boundary.RegistryDatabase, Boundary.RegistryStorage, Boundary.RegistryCdn], found.Order());

        var commit = recorded[0];
        var again = await Tool.CommandAsync(["replay", commit.Case, "--out", tool.Out], tool.Out);
        Assert.True(again.ExitCode == 0, again.StandardOutput + again.StandardError);
        var replayed = Assert.Single(Cases(tool));
        Assert.Equal((commit.Case, commit.Crossing, commit.Fault, commit.Outcome), (replayed.Case, replayed.Crossing, replayed.Fault, replayed.Outcome));
    }

    [Fact]
    public async Task A_registry_that_the_user_has_started_is_swept_where_the_target_file_says()
    {
        using var tool = new Tool();
        var (storage, listen) = (Cli.Topology.Machine.FreePort(), Cli.Topology.Machine.FreePort());
        const string key = "sweep-key", secret = "sweep-secret";
        Environment.SetEnvironmentVariable("SWEEP_TEST_SECRET", secret);
        Environment.SetEnvironmentVariable("SWEEP_TEST_KEY", key);
        await using var registry = await RegistryProcess.StartAsync(
            new Dictionary<string, string> { ["SEATRIAL_STORAGE_KEY"] = key, ["SEATRIAL_STORAGE_SECRET"] = secret },
            "--storage-port", $"{storage}", "--storage-url", $"http://127.0.0.1:{listen}");
        var token = Path.Combine(tool.Out, "token");
        await File.WriteAllTextAsync(token, registry.AdminToken);
        var target = Path.Combine(tool.Out, "target.toml");
        await File.WriteAllTextAsync(target, $$"""
            [registry]
            index = "{{registry.Index}}"
            [publisher]
            token-file = "{{token}}"
            [storage]
            upstream = "127.0.0.1:{{storage}}"
            listen = {{listen}}
            bucket = "seatrial"
            access-key-env = "SWEEP_TEST_KEY"
            secret-key-env = "SWEEP_TEST_SECRET"
            archive = "blobs/sha256/{sha256:2}/{sha256:4}/{sha256}"
            index = "index/{path}"
            """);

        var run = await Tool.CommandAsync(["sweep", "publish", "--fault", "error", "--cases", "8", "--target", target, "--out", tool.Out], tool.Out);

        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        Assert.All(Cases(tool), one => Assert.Equal(Boundary.RegistryStorage, one.Boundary));
        Assert.Contains(Events(tool).OfType<CrossingFound>(), one => one.Operation == "PutObject blobs/sha256/{sha256}");
    }

    [Fact]
    public async Task What_cannot_be_swept_is_told()
    {
        using var tool = new Tool();
        var unknown = await Tool.CommandAsync(["sweep", "publsh", "--out", tool.Out], tool.Out);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("publish", unknown.StandardError, StringComparison.Ordinal);

        var nobody = await Tool.CommandAsync(["replay", "publish-00000000", "--out", tool.Out], tool.Out);
        Assert.Equal(4, nobody.ExitCode);
    }

    private static CaseFinished[] Cases(Tool tool) => [.. Events(tool).OfType<CaseFinished>()];

    private static IReadOnlyList<RecordEvent> Events(Tool tool) => RecordReader.Read(File.ReadLines(Path.Combine(tool.Out, "record.ndjson"))).Events;
}
