using Seatrial.Cli.Topology;
using Seatrial.Record;
using Seatrial.Scenarios.Races;

namespace Seatrial.EndToEnd.Tests.Races;

/// <summary>The races on the embedded registry: green where it is whole, and red where a check and a change are not under one lock.</summary>
public sealed class RaceTests
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_race_is_held_at_each_chosen_position_and_some_order_explains_it()
    {
        using var tool = new Tool();

        var run = await Tool.CommandAsync(["race", "--lanes", "3", "--positions", "12", "--out", tool.Out], tool.Out);

        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        var races = tool.Summary().GetProperty("races").EnumerateArray().ToArray();
        Assert.Equal(Racing.Races.Select(race => race.Name).Order(), races.Select(race => race.GetProperty("race").GetString()).Order());
        Assert.All(races, race =>
        {
            Assert.Equal("pass", race.GetProperty("verdict").GetString());
            Assert.InRange(race.GetProperty("reached").GetInt32(), 5, 12);
            Assert.Equal(race.GetProperty("positions").GetInt32(), race.GetProperty("reached").GetInt32());
        });
    }

    [Fact]
    public async Task Two_owners_who_remove_each_other_unlocked_are_caught_and_named()
    {
        using var record = new MemoryStream();
        var secrets = new Secrets();
        using (var writer = new RecordWriter(record, TimeProvider.System, secrets))
        {
            string[] program = [Path.Combine(Build.Output("Seatrial.Defects"), "seatrial-defects"), "--defect", "last-owner-checked-early"];
            var racing = new Racing(token => EmbeddedLane.StartAsync(program, token), new RacingOptions { Lanes = 1, Seed = 1, Namespace = "traced" }, writer, secrets, TimeProvider.System);
            Assert.Null(await racing.RunAsync(["mutual-removal"], Cancelled));
        }

        var events = RecordReader.Read(System.Text.Encoding.UTF8.GetString(record.ToArray()).Split('\n')).Events;
        Assert.Equal(Verdict.Fail, Assert.Single(events.OfType<RaceFinished>()).Verdict);
        var caught = events.OfType<HistoryChecked>().ToArray();
        Assert.NotEmpty(caught);
        Assert.All(caught, history => Assert.Contains("sweep-stranger", history.Sentence, StringComparison.Ordinal));
        Assert.Contains(caught, history => history.Broken.Any(broken => broken.Invariant == "I9"));
        Assert.All(caught, history => Assert.Equal(2, history.Counterexample.Select(operation => operation.Process).Distinct().Count()));
        Assert.All(caught, history => Assert.All(history.Counterexample, operation => Assert.Contains(operation.Process, history.Sentence, StringComparison.Ordinal)));
        Assert.All(caught, history => Assert.StartsWith("A held at ", Assert.Single(history.Marks).Words, StringComparison.Ordinal));
    }
}
