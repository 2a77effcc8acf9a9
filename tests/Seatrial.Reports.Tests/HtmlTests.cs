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
    public void The_policy_of_the_page_forbids_scripts_and_loading() =>
        Assert.Contains("content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"", Page, StringComparison.Ordinal);

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

    [GeneratedRegex(@"href=""#([^""]*)""")]
    private static partial Regex Links();

    [GeneratedRegex(@"<h([1-6])[ >]")]
    private static partial Regex Headings();
}
