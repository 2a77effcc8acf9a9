using System.Text.Json;
using Seatrial.Record;

namespace Seatrial.Reports.Tests;

/// <summary>Loads in every report: both figures of latency, what went wrong, and a red verdict when an objective was not kept.</summary>
public sealed class LoadReportTests
{
    private static readonly LoadTimes Due = new(100, 1.5, 20, 1750, 1990, 2000.3, 90, "");
    private static readonly LoadTimes Sent = new(100, 1.4, 3, 13.5, 1990, 2000.3, 12, "");

    private static readonly LoadFigures Figures =
        new("all", new Dictionary<string, long> { ["ok"] = 90, ["not-modified"] = 7, ["timeout"] = 2, ["server-error"] = 1 }, 97, 4096, 0, Due, Sent, Sent);

    private static readonly LoadFinished Kept = new()
    {
        Load = "expected",
        Verdict = Verdict.Pass,
        Sentence = "All 1 objectives were kept.",
        End = "done",
        Milliseconds = 30_000,
        Goodput = 3.2,
        Cpu = 0.4,
        All = Figures,
        Operations = [Figures with { Operation = "index" }, Figures with { Operation = "build" }],
        Lag = new LoadTimes(100, 0.05, 0.1, 0.2, 0.3, 0.4, 0.06, ""),
        Objectives = [new LoadObjective("p99", "at most 2000 ms", "1750 ms", true)],
    };

    private static readonly LoadFinished Broken = Kept with
    {
        Verdict = Verdict.Fail,
        Sentence = "p99 was 1750 ms, at most 500 ms was wanted.",
        Objectives = [new LoadObjective("p99", "at most 500 ms", "1750 ms", false)],
    };

    [Fact]
    public void A_load_that_kept_its_objectives_is_green_and_shows_both_figures_of_latency()
    {
        var run = View(Kept);
        Assert.Equal(Verdict.Pass, run.Verdict);
        Assert.Contains("| index | 100 | 2 timeout, 1 server-error | 1.500 | 20.0 | 1750 | 1990 | 2000 | 1.400 | 13.5 |", Report.Markdown(run), StringComparison.Ordinal);
        foreach (var word in new[] { "<td>1750</td>", "<td>13.5</td>", "2 timeout, 1 server-error", "0.050 ms (p50)", "Kept: p99 was 1750 ms" })
            Assert.Contains(word, Report.Html(run), StringComparison.Ordinal);
        Assert.DoesNotContain("<failure", Report.JUnit(run), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_did_not_is_red_everywhere_and_says_why()
    {
        var run = View(Broken);
        Assert.Equal((Verdict.Fail, 1), (run.Verdict, RunVerdict.ExitCode(run.Verdict)));
        foreach (var report in new[] { Report.Markdown(run), Report.Html(run), Report.JUnit(run), Report.Ctrf(run) })
            Assert.Contains("p99 was 1750 ms, at most 500 ms was wanted.", report, StringComparison.Ordinal);
        Assert.Contains("<failure", Report.JUnit(run), StringComparison.Ordinal);
        Assert.Contains("Not kept: p99", Report.Html(run), StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_has_every_figure()
    {
        using var summary = JsonDocument.Parse(Report.Summary(View(Broken)));
        var load = summary.RootElement.GetProperty("load")[0];
        Assert.Equal(("expected", "fail"), (load.GetProperty("load").GetString(), load.GetProperty("verdict").GetString()));
        Assert.Equal(1750, load.GetProperty("all").GetProperty("latency_ms").GetProperty("p99").GetDouble());
        Assert.Equal(13.5, load.GetProperty("all").GetProperty("uncorrected_ms").GetProperty("p99").GetDouble());
        Assert.Equal(2, load.GetProperty("all").GetProperty("endings").GetProperty("timeout").GetInt64());
        Assert.False(load.GetProperty("objectives")[0].GetProperty("held").GetBoolean());
    }

    [Fact]
    public void A_run_without_a_load_says_nothing_of_loads()
    {
        var run = View();
        Assert.DoesNotContain("Loads", Report.Html(run), StringComparison.Ordinal);
        Assert.DoesNotContain("## Loads", Report.Markdown(run), StringComparison.Ordinal);
    }

    private static RunView View(params LoadFinished[] loads) => RunView.From(
    [
        new RunStarted
        {
            Tool = "seatrial 0", Seed = 1, Namespace = "t", Target = new TargetFacts("http://127.0.0.1/", null, "embedded"), Machine = new MachineFacts("x", 2, "y", null), Rules = [],
        },
        .. loads,
        new RunFinished { Milliseconds = 30_000 },
    ]);
}
