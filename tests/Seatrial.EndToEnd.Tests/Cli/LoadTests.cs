using System.Text.Json;
using CliWrap;
using Seatrial.EndToEnd.Tests.Tls;
using Seatrial.Record;

namespace Seatrial.EndToEnd.Tests;

/// <summary>Loads as a user makes them, on registries of their own.</summary>
public sealed class LoadTests
{
    private const string Small = """
        [arrivals]
        rate = 20
        seconds = 3
        [sessions]
        build = 6
        warm = 0.5
        search = 1
        page = 1
        publish = 2
        [world]
        crates = 12
        [objectives]
        errors = 0
        p99-ms = 60_000
        """;

    [Fact]
    public async Task A_load_is_made_counted_and_judged_and_leaves_a_record_of_each_second()
    {
        using var tool = new Tool();
        var run = await LoadAsync(tool, Small, "--seed", "3");
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        var load = tool.Summary().GetProperty("load")[0];
        Assert.Equal(("small", "pass", "done"), (Text(load, "load"), Text(load, "verdict"), Text(load, "end")));
        var operations = load.GetProperty("operations").EnumerateArray().ToDictionary(one => Text(one, "operation"), one => one.GetProperty("good").GetInt64());
        Assert.Equal(["build", "config", "download", "index", "page", "publish", "search"], operations.Keys.Order());
        Assert.Equal(operations["build"], operations["config"]);

        var events = RecordReader.Read(File.ReadLines(Path.Combine(tool.Out, "record.ndjson"))).Events;
        var whole = Assert.Single(events.OfType<LoadFinished>());
        LoadSecond[] seconds = [.. events.OfType<LoadSecond>()];
        Assert.Equal(Enumerable.Range(0, seconds.Length), seconds.Select(second => second.Second));
        foreach (var operation in whole.Operations)
            Assert.Equal(operation.Ended, seconds.SelectMany(second => second.Operations).Where(one => one.Operation == operation.Operation).Sum(one => one.Endings.Values.Sum()));
        Assert.True(whole.Operations.Single(one => one.Operation == "index").Endings["not-modified"] > 0);
        // Both figures of latency, and how late it sent.
        Assert.Contains("as sent: p50", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("sent late by", run.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shards_of_a_load_have_all_of_its_sessions_together()
    {
        var sessions = 0L;
        foreach (var shard in new[] { "1/2", "2/2", "1/1" })
        {
            using var tool = new Tool();
            var run = await LoadAsync(tool, Small.Replace("publish = 2", "publish = 0"), "--seed", "3", "--shard", shard);
            Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
            var here = RecordReader.Read(File.ReadLines(Path.Combine(tool.Out, "record.ndjson"))).Events.OfType<LoadFinished>().Single().Lag.Count;
            sessions += shard == "1/1" ? -here : here;
        }

        Assert.Equal(0, sessions);
    }

    [Fact]
    public async Task An_objective_that_is_not_kept_ends_with_1_and_says_which()
    {
        using var tool = new Tool();
        var run = await LoadAsync(tool, Small.Replace("p99-ms = 60_000", "p50-ms = 0.001"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("NOT KEPT", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("p50", Text(tool.Summary().GetProperty("load")[0], "sentence"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_load_ends_when_it_made_as_many_requests_as_it_may()
    {
        using var tool = new Tool();
        var run = await LoadAsync(tool, $"{Small}\n[limits]\nrequests = 25\n");
        Assert.Equal("requests", Text(tool.Summary().GetProperty("load")[0], "end"));
        // The bound is the user's, so nothing went wrong.
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(25, tool.Summary().GetProperty("load")[0].GetProperty("all").GetProperty("good").GetInt64());
        Assert.Contains("as many requests as the profile allows", run.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_load_with_a_report_of_what_was_done()
    {
        using var tool = new Tool();
        using var enough = new CancellationTokenSource();
        var file = await ProfileAsync(tool, Small);
        var seen = new TaskCompletionSource();
        // A shell that runs the tests in the background has them ignore the signal, and so would the tool.
        var command = CliWrap.Cli.Wrap("env").WithArguments(["--default-signal=INT", Path.Combine(Build.Output("Seatrial.Cli"), "seatrial"), "load", file, "--seconds", "60", "--out", tool.Out])
            .WithValidation(CommandResultValidation.None)
            .WithStandardErrorPipe(PipeTarget.ToDelegate(line =>
            {
                if (line.Contains("load small, second", StringComparison.Ordinal))
                    seen.TrySetResult();
            }));
        var run = command.ExecuteAsync(CancellationToken.None, enough.Token).Task;
        await seen.Task.WaitAsync(TimeSpan.FromMinutes(2));
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(30)));

        var summary = tool.Summary();
        Assert.True(summary.GetProperty("interrupted").GetBoolean());
        var load = summary.GetProperty("load")[0];
        Assert.Equal("cancelled", Text(load, "end"));
        Assert.InRange(load.GetProperty("all").GetProperty("good").GetInt64(), 1, 100_000);
    }

    [Fact]
    public async Task A_registry_on_another_machine_is_not_loaded_unless_it_is_named_again()
    {
        using var tool = new Tool();
        // 192.0.2.0/24 is nobody's (RFC 5737).
        var run = await Tool.CommandAsync(["load", "--registry", "http://192.0.2.1:1/index/", "--token", "abcdef", "--out", tool.Out]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--allow-host 192.0.2.1", run.StandardError, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(tool.Out));
    }

    [Fact]
    public async Task A_registry_over_https_is_loaded_by_the_other_engine()
    {
        using var tool = new Tool();
        using var authority = new TestAuthority();
        await using var registry = await RegistryProcess.StartAsync(authority.Options);
        var file = await ProfileAsync(tool, Small);
        var run = await Tool.CommandAsync(["load", file, "--registry", registry.Index, "--token", registry.AdminToken, "--ca-file", authority.Root, "--out", tool.Out]);
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        Assert.Equal("handler", RecordReader.Read(File.ReadLines(Path.Combine(tool.Out, "record.ndjson"))).Events.OfType<LoadStarted>().Single().Engine);
    }

    [Theory]
    [InlineData("[arrivals]\nrate = 1\n[sesions]\nbuild = 1\n", ":4", "Did you mean «sessions.build»?")]
    [InlineData("[arrivals]\nrate = -1\n[sessions]\nbuild = 1\n", ":2", "from 0 to")]
    [InlineData("[arrivals]\nrate = 1\ncurve = \"rmap\"\n[sessions]\nbuild = 1\n", ":3", "Did you mean «ramp»?")]
    [InlineData("[arrivals]\nrate = 1\n", "", "nobody comes")]
    [InlineData("[sessions]\nbuild = 1\n", "", "«arrivals.rate» is missing")]
    [InlineData("[arrivals\n", ":1", "TOML")]
    public async Task A_profile_that_is_wrong_is_named_with_its_line(string text, string line, string hint)
    {
        using var tool = new Tool();
        var file = await ProfileAsync(tool, text);
        var run = await Tool.CommandAsync(["load", file, "--out", tool.Out]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(file + line, run.StandardError, StringComparison.Ordinal);
        Assert.Contains(hint, run.StandardError, StringComparison.Ordinal);
    }

    private static async Task<CliWrap.Buffered.BufferedCommandResult> LoadAsync(Tool tool, string profile, params string[] more) =>
        await Tool.CommandAsync(["load", await ProfileAsync(tool, profile), "--out", tool.Out, .. more]);

    private static async Task<string> ProfileAsync(Tool tool, string text)
    {
        var file = Path.Combine(tool.Out, "small.toml");
        await File.WriteAllTextAsync(file, text);
        return file;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
