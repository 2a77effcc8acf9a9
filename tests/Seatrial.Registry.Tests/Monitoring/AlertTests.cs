using System.Diagnostics;

namespace Seatrial.Registry.Tests.Monitoring;

/// <summary>The alert rules, by Prometheus' own judge.</summary>
public sealed class AlertTests
{
    [Fact]
    public async Task Every_alert_fires_when_it_should_and_only_then()
    {
        var (exitCode, output) = await Promtool("test", "rules", "alerts.test.yml");
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task A_rule_that_does_not_fire_is_noticed()
    {
        var folder = Directory.CreateTempSubdirectory("seatrial-alerts-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "alerts.yml"),
            (await File.ReadAllTextAsync(Path.Combine(Rules, "alerts.yml"))).Replace("> 60\n", "> 600\n", StringComparison.Ordinal));
        File.Copy(Path.Combine(Rules, "alerts.test.yml"), Path.Combine(folder, "alerts.test.yml"));

        var (exitCode, output) = await Promtool("test", "rules", Path.Combine(folder, "alerts.test.yml"));

        Assert.Equal(1, exitCode);
        Assert.Contains("JobsLate", output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_metric_that_a_rule_names_is_on_the_page()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("measured", "1.0.0");
        var page = await registry.Get("/metrics").Expect(HttpStatusCode.OK).Text();
        var named = System.Text.RegularExpressions.Regex.Matches(
            await File.ReadAllTextAsync(Path.Combine(Rules, "alerts.yml")), "(?:registry|http_server)_[a-z_]+").Select(one => one.Value).ToHashSet();
        Assert.True(named.Count >= 5);
        Assert.All(named, name => Assert.Contains($"\n{name}", page, StringComparison.Ordinal));
    }

    private static string Rules => Path.Combine(AppContext.BaseDirectory, "Monitoring");

    private static async Task<(int ExitCode, string Output)> Promtool(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("promtool", arguments)
        {
            WorkingDirectory = Rules,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(RegistryFixture.Patience);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output + await error);
    }
}
