namespace Seatrial.EndToEnd.Tests;

/// <summary>The doctor as a user calls it, on an embedded registry.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task It_is_content_with_a_registry_that_works_and_names_and_repairs_what_is_wrong()
    {
        await using var registry = await RegistryProcess.StartAsync();
        using var traffic = new Traffic();
        await traffic.PublishAsync(registry.Url, registry.AdminToken, "examined", "1.0.0");
        await Traffic.UntilAsync(async () => await traffic.IndexAsync(registry.Url, "examined") is [_], TimeSpan.FromSeconds(20), () => "no index");
        var healthy = await Tool.CommandAsync(["doctor", "--data", registry.Data]);
        Assert.True(healthy.ExitCode == 0, healthy.StandardOutput + healthy.StandardError);

        var file = Directory.EnumerateFiles(Path.Combine(registry.Data, "storage"), "*", SearchOption.AllDirectories)
            .Single(file => File.ReadAllText(file).Contains("\"cksum\":", StringComparison.Ordinal));
        File.Delete(file);
        var ill = await Tool.CommandAsync(["doctor", "--data", registry.Data, "--json"]);
        Assert.Equal(1, ill.ExitCode);
        Assert.Contains("\"kind\":\"index-missing\",\"subject\":\"examined\"", ill.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(0, (await Tool.CommandAsync(["doctor", "--data", registry.Data, "--repair"])).ExitCode);
        await Traffic.UntilAsync(async () => await traffic.IndexAsync(registry.Url, "examined") is [_], TimeSpan.FromSeconds(20), () => "not repaired");
        Assert.Equal(0, (await Tool.CommandAsync(["doctor", "--data", registry.Data])).ExitCode);
    }

    [Fact]
    public async Task A_folder_without_a_registry_is_a_misuse()
    {
        var folder = Directory.CreateTempSubdirectory("seatrial-test-");
        var run = await Tool.CommandAsync(["doctor", "--data", folder.FullName]);
        folder.Delete(recursive: true);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("is not the data folder of a registry", run.StandardError, StringComparison.Ordinal);
    }
}
