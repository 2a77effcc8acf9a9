using Seatrial.Record;

namespace Seatrial.EndToEnd.Tests.Races;

/// <summary>A random history as a user makes it. What one finds in a broken registry is in Defects.</summary>
public sealed class HistoryTests
{
    private static readonly string[] Written = ["version", "yank flag", "owner", "last owner", "index"];

    [Fact]
    public async Task A_history_of_the_embedded_registry_under_faults_has_an_order()
    {
        using var tool = new Tool();

        var run = await Tool.CommandAsync(["history", "--seconds", "6", "--clients", "4", "--seed", "5", "--out", tool.Out], tool.Out);

        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        var history = Assert.Single(RecordReader.Read(File.ReadLines(Path.Combine(tool.Out, "record.ndjson"))).Events.OfType<HistoryChecked>());
        Assert.Equal(Verdict.Pass, history.Verdict);
        Assert.True(history.Faults > 0, "no fault was done");
        Assert.InRange(history.Operations, 100, int.MaxValue);
        // Of each kind something was both done and seen: else it would prove nothing.
        Assert.Equal(Written, history.Objects.Where(kind => kind.Held > 0).Select(kind => kind.Kind));
        var summed = Assert.Single(tool.Summary().GetProperty("histories").EnumerateArray());
        Assert.Equal(("pass", 5, history.Faults), (summed.GetProperty("verdict").GetString(), summed.GetProperty("seed").GetInt32(), summed.GetProperty("faults").GetInt32()));
    }
}
