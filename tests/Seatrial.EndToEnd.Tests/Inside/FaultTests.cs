using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Seatrial.Faults;
using Seatrial.Faults.Kinds;

namespace Seatrial.EndToEnd.Tests.Inside;

/// <summary>Every fault, done inside of the embedded registry: what its user is told, and what its database holds afterwards.</summary>
public sealed class FaultTests(TappedRegistry registry) : IClassFixture<TappedRegistry>
{
    private const string Insert = "INSERT versions";
    private const string Commit = "COMMIT";
    private const string Begin = "BEGIN";
    private const string Read = "SELECT tokens";

    [Theory]
    [InlineData("error", Read)]
    [InlineData("error", Begin)]
    [InlineData("error", Insert)]
    [InlineData("error", Commit)]
    [InlineData("cut-before", Read)]
    [InlineData("cut-before", Begin)]
    [InlineData("cut-before", Insert)]
    [InlineData("cut-before", Commit)]
    [InlineData("cut-after", Read)]
    [InlineData("cut-after", Begin)]
    [InlineData("cut-after", Insert)]
    [InlineData("truncated", Read)]
    [InlineData("truncated", Insert)]
    [InlineData("hang", Read)]
    [InlineData("hang", Begin)]
    [InlineData("hang", Insert)]
    [InlineData("hang", Commit)]
    public async Task What_was_not_done_is_a_503_and_leaves_nothing(string kind, string operation)
    {
        var (name, fault) = await Armed(kind, operation);
        AssertUnavailable(await registry.PublishAsync(name));
        Assert.Equal((1, 0), (fault.Times, registry.Versions(name)));
        await AssertUsable(name, HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("cut-after")]
    [InlineData("truncated")]
    public async Task A_commit_whose_answer_is_lost_is_done_though_the_user_was_told_otherwise(string kind)
    {
        var (name, fault) = await Armed(kind, Commit);
        AssertUnavailable(await registry.PublishAsync(name));
        Assert.Equal((1, 1), (fault.Times, registry.Versions(name)));
        await AssertUsable(name, HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData(Read)]
    [InlineData(Begin)]
    [InlineData(Insert)]
    [InlineData(Commit)]
    public async Task What_is_slow_goes_well(string operation)
    {
        var (name, fault) = await Armed("slow", operation);
        Assert.Equal(HttpStatusCode.OK, (await registry.PublishAsync(name))?.Status);
        Assert.Equal((1, 1), (fault.Times, registry.Versions(name)));
        await AssertUsable(name, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_commit_that_comes_late_is_done_after_the_user_was_told_that_it_failed()
    {
        var (name, fault) = await Armed("late-delivery", Commit);
        AssertUnavailable(await registry.PublishAsync(name));
        Assert.Equal((1, 0), (fault.Times, registry.Versions(name)));
        fault.Release();
        await Traffic.UntilAsync(() => Task.FromResult(registry.Versions(name) == 1), TappedRegistry.Soon, () => "It was never delivered.");
        await AssertUsable(name, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task An_outage_is_a_503_for_everybody_until_it_is_healed()
    {
        var (name, fault) = await Armed("outage", Commit);
        AssertUnavailable(await registry.PublishAsync(name));
        AssertUnavailable(await registry.PublishAsync(registry.NewName()));
        AssertUnavailable(await registry.SendAsync(HttpMethod.Get, "/health/ready"));
        fault.Heal();
        Assert.Equal((1, 0), (fault.Times, registry.Versions(name)));
        Assert.Equal(HttpStatusCode.OK, (await registry.SendAsync(HttpMethod.Get, "/health/ready"))?.Status);
        await AssertUsable(name, HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("kill-before", Insert, 0)]
    [InlineData("kill-after", Insert, 0)]
    [InlineData("kill-before", Commit, 0)]
    [InlineData("kill-after", Commit, 1)]
    public async Task A_killed_registry_starts_again_on_what_was_committed(string kind, string operation, int versions)
    {
        var (name, fault) = await Armed(kind, operation);
        Assert.Null(await registry.PublishAsync(name));
        await registry.Process.Ended;
        await Traffic.UntilAsync(() => Task.FromResult(registry.Inside.Processes.Count == 0), TappedRegistry.Soon, () => "The tap still waits for it.");
        Assert.Equal((1, versions), (fault.Times, registry.Versions(name)));
        await registry.StartAsync();
        Assert.Equal([registry.Process.Id], registry.Inside.Processes);
        await AssertUsable(name, versions == 0 ? HttpStatusCode.OK : HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_paused_registry_goes_on_when_it_is_continued()
    {
        var (name, fault) = await Armed("pause", Commit);
        var publishing = registry.PublishAsync(name);
        await fault.Fired;
        Assert.False(publishing.IsCompleted);
        Assert.Equal(0, registry.Versions(name));
        fault.Heal();
        Assert.Equal(HttpStatusCode.OK, (await publishing)?.Status);
        Assert.Equal((1, 1), (fault.Times, registry.Versions(name)));
        await AssertUsable(name, HttpStatusCode.Conflict);
    }

    // Occurrences are counted from here, so the first of an operation is the publish's own.
    private async Task<(string Name, ArmedFault Fault)> Armed(string kind, string operation)
    {
        var crossing = (await registry.RecordAsync()).First(
            one => one.Side == registry.Tap.Side && one.Operation.StartsWith(operation, StringComparison.Ordinal));
        var name = registry.NewName();
        registry.Watch.Record(new Names([(name, "{crate}")]));
        return (name, registry.Watch.Arm(new Fault(FaultKind.Named(kind)!, crossing)));
    }

    // The contract's body of an error, with nothing of the driver in it.
    private static void AssertUnavailable((HttpStatusCode Status, string Body)? answer)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer?.Status);
        using var body = JsonDocument.Parse(answer!.Value.Body);
        var detail = body.RootElement.GetProperty("errors")[0].GetProperty("detail").GetString()!;
        Assert.DoesNotContain("SQLite", detail, StringComparison.OrdinalIgnoreCase);
    }

    // The user's retry, another user's publish, and a writer beside the registry: no lock was left.
    private async Task AssertUsable(string name, HttpStatusCode again)
    {
        var answer = await registry.PublishAsync(name);
        Assert.True(answer?.Status == again, $"The retry was answered with {answer}.\n{registry.Process.Log}");
        Assert.Equal(1, registry.Versions(name));
        await registry.RecordAsync();
        await registry.UntilInIndexAsync(name);
        using var connection = registry.Database();
        using var command = new SqliteCommand("BEGIN IMMEDIATE; ROLLBACK; PRAGMA integrity_check", connection) { CommandTimeout = 2 };
        Assert.Equal("ok", command.ExecuteScalar());
    }
}
