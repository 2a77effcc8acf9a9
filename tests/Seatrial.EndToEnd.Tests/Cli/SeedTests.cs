using System.Text.Json;
using CliWrap.Buffered;

namespace Seatrial.EndToEnd.Tests;

/// <summary><c>seatrial seed</c> as a user runs it.</summary>
public sealed class SeedTests
{
    [Fact]
    public async Task A_registry_is_filled_through_its_API_and_a_second_time_nothing_is_left_to_do()
    {
        await using var registry = await RegistryProcess.StartAsync();
        string[] line = ["seed", "--crates", "10", "--seed", "5", "--registry", registry.Index, "--token", registry.AdminToken, "--json"];

        var (first, again) = (Json(await Tool.CommandAsync(line)), Json(await Tool.CommandAsync(line)));

        var versions = Json(await Tool.CommandAsync(["seed", "--crates", "10", "--seed", "5", "--dry-run", "--json"])).GetProperty("versions").GetInt64();
        Assert.Equal((10, versions, 0), (Number(first, "crates"), Number(first, "published"), Number(first, "there")));
        Assert.Equal((10, 0, versions), (Number(again, "crates"), Number(again, "published"), Number(again, "there")));
    }

    [Fact]
    public async Task A_database_is_filled_in_bulk_and_the_registry_that_is_started_on_it_serves_the_world()
    {
        var data = Directory.CreateTempSubdirectory("seatrial-test-").FullName;
        await using (await RegistryProcess.StartAsync("--data", data))
        {
            // It makes the tables.
        }

        var seeded = Json(await Tool.CommandAsync(["seed", "--crates", "20", "--database", Path.Combine(data, "registry.db"), "--json"]));
        var again = await Tool.CommandAsync(["seed", "--crates", "20", "--database", Path.Combine(data, "registry.db")]);

        Assert.Equal(20, Number(seeded, "crates"));
        Assert.Equal(3, again.ExitCode);
        Assert.Contains("holds 20 crates already", again.StandardError, StringComparison.Ordinal);
        await using (var registry = await RegistryProcess.StartAsync("--data", data))
        {
            using var http = new HttpClient();
            using var found = JsonDocument.Parse(await http.GetStringAsync(new Uri($"{registry.Url}/api/v1/crates?q=giant_index")));
            Assert.Equal("giant_index", found.RootElement.GetProperty("crates")[0].GetProperty("name").GetString());
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_dry_run_says_the_same_each_time_and_something_else_for_another_seed()
    {
        string[] line = ["seed", "--crates", "50", "--dry-run"];
        var (one, other) = (await Tool.CommandAsync([.. line, "--seed", "1"]), await Tool.CommandAsync([.. line, "--seed", "2"]));

        Assert.Equal(0, one.ExitCode);
        Assert.Equal(one.StandardOutput, (await Tool.CommandAsync([.. line, "--seed", "1"])).StandardOutput);
        Assert.NotEqual(one.StandardOutput, other.StandardOutput);
        Assert.Contains("fingerprint", one.StandardOutput, StringComparison.Ordinal);
    }

    private static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();

    private static JsonElement Json(BufferedCommandResult run)
    {
        Assert.True(run.ExitCode == 0, run.StandardError);
        using var document = JsonDocument.Parse(run.StandardOutput);
        return document.RootElement.Clone();
    }
}
