using PuppeteerSharp;
using Seatrial.Record;

namespace Seatrial.Reports.Tests;

/// <summary>The page in a real browser, with the keyboard only.</summary>
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string Full = Report.Html(RunView.From(Records.Full));

    [Fact]
    public async Task A_slash_begins_a_search_and_what_does_not_match_is_hidden()
    {
        await using var page = await browser.OpenAsync(Full);
        Assert.Equal(8, await Shown(page));
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("Downloaded without");
        Assert.Equal(1, await Shown(page));
        Assert.StartsWith("1 of 8 scenarios", await Said(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_are_found_too_also_where_they_are_folded_away()
    {
        await using var page = await browser.OpenAsync(Full);
        Assert.False(await page.EvaluateExpressionAsync<bool>("document.querySelector('#rules .fold').open"));
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("NET-10");
        Assert.True(await page.EvaluateExpressionAsync<bool>("document.querySelector('#rules .fold').open"));
        Assert.Contains("1 of 6 rules", await Said(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenarios_are_walked_and_opened_by_keys_and_escape_shows_all_again()
    {
        await using var page = await browser.OpenAsync(Full);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("pass");
        await page.Keyboard.PressAsync("Enter");
        Assert.Contains("download/anonymous", await Focus(page), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("j");
        Assert.Contains("publish/new-crate", await Focus(page), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("Enter");
        Assert.True(await page.EvaluateExpressionAsync<bool>("document.activeElement.parentElement.open"));
        await page.Keyboard.PressAsync("Escape");
        Assert.Equal(8, await Shown(page));
        Assert.Equal("", await Said(page));
    }

    [Fact]
    public async Task A_verdict_is_chosen_by_its_switch()
    {
        await using var page = await browser.OpenAsync(Full);
        await page.FocusAsync("#find button[value=fail]");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal(1, await Shown(page));
        await page.Keyboard.PressAsync("Space");
        Assert.Equal(8, await Shown(page));
    }

    [Fact]
    public async Task A_hostile_text_runs_nothing_and_loads_nothing()
    {
        Assert.Equal((0, 0), await DoneByAsync(Full));
        // Nobody listens on the port of discard, so this ends at once.
        Assert.Equal((1, 1), await DoneByAsync("<!doctype html><img src='http://127.0.0.1:9/'><script>alert(1)</script>"));
    }

    [Fact]
    public async Task The_policy_keeps_a_script_that_got_through_from_running_and_without_the_policy_it_would_run()
    {
        var through = Full.Replace("</main>", "<script>document.title = 'it ran'</script></main>", StringComparison.Ordinal);
        await using var page = await browser.OpenAsync(through);
        Assert.NotEqual("it ran", await page.GetTitleAsync());
        await using var open = await browser.OpenAsync(through.Replace("Content-Security-Policy", "X-No-Policy", StringComparison.Ordinal));
        Assert.Equal("it ran", await open.GetTitleAsync());
    }

    [Fact]
    public async Task Without_scripts_the_page_is_whole_and_has_no_search()
    {
        await using var page = await browser.OpenAsync(Full, scripts: false);
        Assert.Equal(8, await Shown(page));
        Assert.Equal("none", await page.EvaluateExpressionAsync<string>("getComputedStyle(document.getElementById('find')).display"));
        await using var usual = await browser.OpenAsync(Full);
        Assert.Equal("flex", await usual.EvaluateExpressionAsync<string>("getComputedStyle(document.getElementById('find')).display"));
    }

    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    [InlineData(390, true)]
    public async Task Nothing_is_wider_than_the_window_and_the_colours_are_those_of_the_readers_screen(int width, bool dark)
    {
        await using var page = await browser.OpenAsync(Full, width, dark);
        await page.EvaluateExpressionAsync("document.querySelectorAll('details').forEach(each => each.open = true)");
        Assert.Equal(width, await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth"));
        var ground = await page.EvaluateExpressionAsync<string>("getComputedStyle(document.body).backgroundColor");
        Assert.Equal(dark ? "rgb(12, 20, 27)" : "rgb(245, 242, 234)", ground);
    }

    [Fact]
    public async Task A_link_to_what_a_search_hides_shows_it()
    {
        await using var page = await browser.OpenAsync(Full);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("revoked");
        Assert.Equal(1, await Shown(page));
        await page.EvaluateExpressionAsync("location.hash = '#scenario-publish/new-crate'");
        await page.WaitForFunctionAsync("() => !document.body.classList.contains('filtered')");
        Assert.Equal(8, await Shown(page));
    }

    // How often a page spoke to its reader, and how often it asked for something over the network.
    private async Task<(int Dialogs, int Requests)> DoneByAsync(string html)
    {
        var (dialogs, requests) = (0, 0);
        await using var page = await browser.OpenAsync("<!doctype html>");
        page.Request += (_, asked) => requests += asked.Request.Url.StartsWith("http", StringComparison.Ordinal) ? 1 : 0;
        page.Dialog += async (_, asked) =>
        {
            dialogs++;
            await asked.Dialog.Dismiss();
        };
        await page.SetContentAsync(html);
        return (dialogs, requests);
    }

    private static Task<int> Shown(IPage page) =>
        page.EvaluateExpressionAsync<int>("[...document.querySelectorAll('#catalogue .scenario')].filter(each => each.getClientRects().length > 0).length");

    private static Task<string> Said(IPage page) => page.EvaluateExpressionAsync<string>("document.querySelector('#find output').textContent");

    private static Task<string> Focus(IPage page) => page.EvaluateExpressionAsync<string>("document.activeElement.textContent");
}
