using System.Text.RegularExpressions;
using Seatrial.EndToEnd.Tests.Pages;

namespace Seatrial.EndToEnd.Tests;

public sealed partial class RunTests(WholeRun whole)
{
    [Fact]
    public async Task The_embedded_registry_keeps_every_promise_and_one_that_is_served_gets_the_same_verdicts()
    {
        var embedded = whole.Tool;
        var run = await whole.Result;
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        Assert.All(embedded.Verdicts(), verdict => Assert.Equal("Pass", verdict.Value));

        using var external = new Tool();
        await using var registry = await RegistryProcess.StartAsync();
        var again = await external.RunAsync("--registry", registry.Index, "--token", registry.AdminToken);
        Assert.True(again.ExitCode == 0, again.StandardOutput + again.StandardError);
        Assert.Equal(embedded.Verdicts(), external.Verdicts());
    }

    [Fact]
    public async Task In_a_pipe_progress_is_a_line_a_verdict_on_standard_error_and_the_result_is_on_standard_output()
    {
        using var tool = new Tool();
        var run = await tool.RunAsync("publish/new-crate", "publish/duplicate-version");
        Assert.Contains("pass         publish/new-crate (", run.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.StandardError);
        Assert.DoesNotContain("pass         publish/new-crate", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("PASS: 2 scenarios: 2 pass", run.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_leaves_the_record_and_every_report_and_the_record_gives_the_same_bytes_again()
    {
        using var tool = new Tool();
        await tool.RunAsync("publish/new-crate");
        string[] reports = ["summary.json", "report.html", "report.md", "junit.xml", "ctrf.json"];
        var written = reports.ToDictionary(name => name, name => File.ReadAllBytes(Path.Combine(tool.Out, name)));

        var again = Path.Combine(tool.Out, "again");
        var report = await Tool.CommandAsync(["report", Path.Combine(tool.Out, "record.ndjson"), "--out", again]);

        Assert.Equal(0, report.ExitCode);
        Assert.All(written, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(again, file.Key))));
    }

    [Fact]
    public async Task The_summary_is_printed_as_json_when_asked()
    {
        using var tool = new Tool();
        var run = await tool.RunAsync("publish/new-crate", "--json", "--seed", "7");
        using var summary = System.Text.Json.JsonDocument.Parse(run.StandardOutput);
        Assert.Equal("pass", summary.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(7, summary.RootElement.GetProperty("seed").GetInt64());
        Assert.Equal(1, summary.RootElement.GetProperty("scenarios").GetProperty("pass").GetInt32());
    }

    [Fact]
    public async Task No_output_of_a_run_holds_a_token()
    {
        using var tool = new Tool();
        await using var registry = await RegistryProcess.StartAsync();
        var run = await tool.RunAsync("auth", "publish/new-crate", "--registry", registry.Index, "--token", registry.AdminToken);
        Assert.Equal(0, run.ExitCode);
        var outputs = Directory.EnumerateFiles(tool.Out).Select(File.ReadAllText).Append(run.StandardOutput).Append(run.StandardError);
        Assert.All(outputs, text => Assert.DoesNotContain(registry.AdminToken, text, StringComparison.Ordinal));
        Assert.All(outputs, text => Assert.Empty(TokenPattern().Matches(text)));
    }

    [Fact]
    public async Task A_scenario_is_described_with_its_seven_parts()
    {
        var run = await Tool.CommandAsync(["describe", "publish/new-crate"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("## Test code", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("class NewCrate", run.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_catalogue_is_listed()
    {
        var run = await Tool.CommandAsync(["list"]);
        Assert.Equal(0, run.ExitCode);
        Assert.True(run.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length >= 25);
    }

    // The reference registry's tokens, and what stands in their place is no such text.
    [GeneratedRegex("sea_[A-Za-z0-9]{32}")]
    private static partial Regex TokenPattern();
}
