using System.Globalization;
using System.Text;
using Seatrial.Scenarios;

namespace Seatrial.EndToEnd.Tests.Pages;

/// <summary>
/// docs/scenarios: a page for every scenario, made from its code and from a run against the embedded registry, and what
/// <c>seatrial describe</c> shows.
/// </summary>
public sealed class ScenarioPagesTests(WholeRun run)
{
    [Fact]
    public async Task The_pages_tell_of_the_code_and_of_this_run()
    {
        var record = await run.RecordAsync();
        var pages = Catalogue.All.ToDictionary(scenario => $"{scenario.Id}.md", scenario => ScenarioDocument.Markdown(scenario, record));
        await Pages.TellAsync("scenarios", pages.Append(new("README.md", Overview())).ToDictionary());
    }

    [Fact]
    public async Task A_scenario_is_described_by_its_page()
    {
        Assert.SkipWhen(Pages.AreWritten, "The tool shows the pages with which it was built.");
        var described = await Tool.CommandAsync(["describe", "download/bytes-and-headers"]);
        Assert.Equal(0, described.ExitCode);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Pages.Docs, "scenarios/download/bytes-and-headers.md")), described.StandardOutput);
    }

    private static string Overview()
    {
        var page = new StringBuilder($"""
            # Scenarios

            The catalogue: {Catalogue.All.Count} scenarios in {Catalogue.All.Select(scenario => scenario.Group).Distinct().Count()} groups. Each has a page with what it shows, setup, steps, assertions,
            cleanup, test code and edge cases, which is also what `seatrial describe ID` shows. The pages are written by a run against the
            embedded registry (`SEATRIAL_UPDATE_DOCS=1` with the tests of Seatrial.EndToEnd) and compared with one by every run of the tests.

            """);
        foreach (var group in Catalogue.All.GroupBy(scenario => scenario.Group))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {group.Key}\n\n| scenario | what it shows | rules |\n|---|---|---|\n");
            foreach (var scenario in group)
                page.Append(CultureInfo.InvariantCulture, $"| [{scenario.Id}]({scenario.Id}.md) | {scenario.Title} | {string.Join(", ", ScenarioSource.Of(scenario).Rules)} |\n");
        }

        return page.ToString();
    }
}
