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

        // The one that was held last of one of them: what comes after an answer is reached by a replay too.
        var place = Events(tool).OfType<RaceFinished>().Single(race => race.Race == "same-version").Places[^1];
        var again = await Tool.CommandAsync(["replay", place.Id, "--out", tool.Out], tool.Out);
        Assert.True(again.ExitCode == 0, again.StandardOutput + again.StandardError);
        Assert.Equal([place], Assert.Single(Events(tool).OfType<RaceFinished>()).Places);
        var history = Assert.Single(Events(tool).OfType<HistoryChecked>());
        Assert.Equal((Verdict.Pass, place.Id, place.Crossing), (history.Verdict, history.Position, history.Crossing));
        Assert.Contains($"fault: A held at {place.Crossing}", again.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("<svg class=\"timeline\"", await File.ReadAllTextAsync(Path.Combine(tool.Out, "report.html"), Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_position_that_there_is_not_proves_nothing()
    {
        using var tool = new Tool();
        var nobody = await Tool.CommandAsync(["replay", "same-name-00000000", "--out", tool.Out], tool.Out);
        Assert.True(nobody.ExitCode == 4, nobody.StandardOutput + nobody.StandardError);
        Assert.Contains("same-name-00000000", nobody.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_owners_who_remove_each_other_unlocked_are_caught_and_named()
    {
        var events = await Defective(null);
        Assert.Equal(Verdict.Fail, Assert.Single(events.OfType<RaceFinished>()).Verdict);
        var caught = events.OfType<HistoryChecked>().ToArray();
        Assert.NotEmpty(caught);
        Assert.All(caught, history => Assert.Contains("sweep-stranger", history.Sentence, StringComparison.Ordinal));
        Assert.Contains(caught, history => history.Broken.Any(broken => broken.Invariant == "I9"));
        Assert.All(caught, history => Assert.Equal(2, history.Counterexample.Select(operation => operation.Process).Distinct().Count()));
        Assert.All(caught, history => Assert.All(history.Counterexample, operation => Assert.Contains(operation.Process, history.Sentence, StringComparison.Ordinal)));
        Assert.All(caught, history => Assert.StartsWith("A held at ", Assert.Single(history.Marks).Words, StringComparison.Ordinal));

        // Each of them alone breaks the same again.
        var first = caught[0];
        var again = await Defective(first.Position);
        var replayed = Assert.Single(again.OfType<HistoryChecked>());
        Assert.Equal((first.Position, first.Crossing, first.Verdict), (replayed.Position, replayed.Crossing, replayed.Verdict));
        Assert.Equal(first.Broken.Select(broken => broken.Invariant), replayed.Broken.Select(broken => broken.Invariant));
        Assert.Equal(1, Assert.Single(again.OfType<RaceFinished>()).Positions);
    }

    // Two owners who remove each other, with a registry that looks whether one stays before it takes the lock.
    private static async Task<IReadOnlyList<RecordEvent>> Defective(string? only)
    {
        using var record = new MemoryStream();
        var secrets = new Secrets();
        using (var writer = new RecordWriter(record, TimeProvider.System, secrets))
        {
            string[] program = [Path.Combine(Build.Output("Seatrial.Defects"), "seatrial-defects"), "--defect", "last-owner-checked-early"];
            var options = new RacingOptions { Lanes = 1, Seed = 1, Namespace = "traced", Only = only };
            var racing = new Racing(token => EmbeddedLane.StartAsync(program, token), options, writer, secrets, TimeProvider.System);
            Assert.Null(await racing.RunAsync(["mutual-removal"], Cancelled));
        }

        return RecordReader.Read(System.Text.Encoding.UTF8.GetString(record.ToArray()).Split('\n')).Events;
    }

    private static IReadOnlyList<RecordEvent> Events(Tool tool) => RecordReader.Read(File.ReadLines(Path.Combine(tool.Out, "record.ndjson"))).Events;
}
