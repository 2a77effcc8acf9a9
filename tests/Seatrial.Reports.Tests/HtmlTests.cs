using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Seatrial.Record;

namespace Seatrial.Reports.Tests;

public sealed partial class HtmlTests
{
    private static readonly string Page = Report.Html(RunView.From(Records.Full));

    [Fact]
    public void A_hostile_text_is_shown_as_text()
    {
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", Page, StringComparison.Ordinal);
        Assert.Contains("⟨U+202E⟩gnp.exe", Page, StringComparison.Ordinal);
        Assert.Contains("⟨U+001B⟩[31mred", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_tag_of_a_hostile_text_is_a_tag_of_the_page() =>
        Assert.Equal(Tags(Report.Html(RunView.From(Records.FullOf("harmless", "0harmless")))), Tags(Page));

    [Fact]
    public void A_tag_that_got_through_would_be_seen() => Assert.NotEqual(Tags(Page), Tags(Page + Records.Hostile));

    [Fact]
    public void Nothing_is_loaded_from_anywhere() => Assert.Empty(Loading(Page));

    [Fact]
    public void An_attribute_that_loads_would_be_seen() => Assert.Equal(2, Loading("<img src=https://x><a href=\"#here\"></a><a href='http://x'></a>").Count);

    [Fact]
    public void Every_link_leads_to_a_place_of_the_page_and_every_place_is_there_once()
    {
        var places = Ids().Matches(Page).Select(match => match.Groups[1].Value).ToList();
        var links = Links().Matches(Page).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.Equal(places.Distinct(), places);
        Assert.Empty(links.Except(places));
        Assert.NotEmpty(links);
    }

    [Fact]
    public void The_policy_of_the_page_forbids_loading_and_all_scripts_but_its_own()
    {
        var script = Assert.Single(Scripts().Matches(Page)).Groups[1].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        Assert.Contains($"content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\"", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_without_scenarios_has_no_script_and_its_policy_allows_none()
    {
        var page = Report.Html(RunView.From(SweepRecords.Green));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("script-src 'none';", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_search_is_hidden_until_its_script_runs() => Assert.Contains("<div id=\"find\" role=\"search\" hidden>", Page, StringComparison.Ordinal);

    [Fact]
    public void Requests_and_commands_stand_in_the_order_in_which_they_began_each_with_its_stretch_of_the_scenario()
    {
        var began = Records.Start.At.AddSeconds(1);
        Exchanged Ask(string what, double ended, double took) => new()
        {
            Scenario = "a/b",
            Step = 1,
            At = began.AddMilliseconds(ended),
            Boundary = Boundary.ClientRegistry,
            Request = what,
            RequestHeaders = [],
            Milliseconds = took,
        };
        var page = Report.Html(RunView.From(
        [
            Records.Start,
            Records.Begin("a/b", "It is asked") with { At = began },
            Records.Step("a/b", 1, Part.Step, "Ask"),
            Ask("GET late", 900, 100),
            Ask("GET long", 950, 900),
            new CommandRan { Scenario = "a/b", Step = 1, At = began.AddMilliseconds(700), Command = "cargo between", Output = "", Errors = "", Milliseconds = 300 },
            Records.Check("a/b", 1, true, "it holds"),
            Records.Done("a/b", 1),
            Records.End("a/b", Verdict.Pass) with { Milliseconds = 1000 },
            new RunFinished { Milliseconds = 1000 },
        ]));
        Assert.Equal(["+50 ms|GET long|5;--for:90", "+400 ms|$ cargo between|40;--for:30", "+800 ms|GET late|80;--for:10"],
            Stretches().Matches(page).Select(wire => $"{wire.Groups[1]}|{wire.Groups[2]}|{wire.Groups[3]}"));
    }

    [Fact]
    public void The_texts_of_what_passed_share_the_room_and_those_of_what_failed_do_not()
    {
        var body = new BodyFacts(4096, new string('x', 1500), null);
        RecordEvent[] Scenario(string id, Verdict verdict) =>
        [
            Records.Begin(id, "It is asked"),
            Records.Step(id, 1, Part.Step, "Ask"),
            .. Enumerable.Range(0, 10).Select(_ => new Exchanged
            {
                Scenario = id, Step = 1, Boundary = Boundary.ClientRegistry, Request = "GET http://h/", RequestHeaders = ["X-Asked: yes"], Status = 200, ResponseBody = body, Milliseconds = 1,
            }),
            Records.Check(id, 1, verdict == Verdict.Pass, "it holds"),
            Records.Done(id, 1),
            Records.End(id, verdict),
        ];
        string Run(int passing) => Report.Html(RunView.From(
        [
            Records.Start, .. Enumerable.Range(0, passing).SelectMany(number => Scenario($"a/pass-{number}", Verdict.Pass)), .. Scenario("b/fail", Verdict.Fail), new RunFinished { Milliseconds = 1 },
        ]));
        Assert.Equal(20, Regex.Count(Run(1), "x{1500}"));
        Assert.Equal(10, Regex.Count(Run(200), "x{1500}"));
        Assert.Equal(20, Regex.Count(Run(1), "X-Asked: yes"));
        Assert.Equal(10, Regex.Count(Run(200), "X-Asked: yes"));
        Assert.Contains("It was a long run", Run(200), StringComparison.Ordinal);
        Assert.DoesNotContain("It was a long run", Run(1), StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(Run(200)), 1_000_000, 4_000_000);
    }

    [Fact]
    public void Headings_never_skip_a_level_downwards()
    {
        var levels = Headings().Matches(Page).Select(match => int.Parse(match.Groups[1].Value)).ToList();
        Assert.Equal(1, levels[0]);
        Assert.Single(levels, 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, $"h{pair.First} is followed by h{pair.Second}"));
    }

    [Fact]
    public void The_page_of_a_large_run_stays_far_below_five_megabytes()
    {
        const int farBelow = 3_000_000;
        var body = new BodyFacts(4096, new string('<', 4096), null);
        var scenarios = Enumerable.Range(0, 40).SelectMany(number => (IEnumerable<RecordEvent>)
        [
            .. Records.Passing($"publish/case-{number}", "A crate is published"),
            .. Enumerable.Range(0, 5).Select(_ => new Exchanged
            {
                Scenario = $"publish/case-{number}", Step = 2, Boundary = Boundary.ClientRegistry, Request = "GET http://h/", RequestHeaders = [],
                Status = 200, ResponseBody = body, Milliseconds = 1,
            }),
        ]);
        var page = Report.Html(RunView.From([Records.Start, .. scenarios, new RunFinished { Milliseconds = 1 }]));
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1_000_000, farBelow);
    }

    private static List<string> Tags(string html) => [.. Tag().Matches(html).Select(match => match.Value)];

    private static List<string> Loading(string html) => [.. LoadingAttribute().Matches(html).Select(match => match.Value)];

    [GeneratedRegex(@"</?[a-z][a-z0-9]*", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex(@"<[^>]*\s(?:src|srcset|data|action|poster|href)\s*=\s*[""']?(?!#|[""']?#)[^>]*>|@import|url\(", RegexOptions.IgnoreCase)]
    private static partial Regex LoadingAttribute();

    [GeneratedRegex(@"\sid=""([^""]*)""")]
    private static partial Regex Ids();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex("""<span class="when">([^<]*)</span> <span class="line">([^<]*)</span>.*?style="--from:([^"]*)">""")]
    private static partial Regex Stretches();

    [GeneratedRegex(@"href=""#([^""]*)""")]
    private static partial Regex Links();

    [GeneratedRegex(@"<h([1-6])[ >]")]
    private static partial Regex Headings();
}
