using System.Globalization;
using System.Text.Json;
using Seatrial.Cargo;

namespace Seatrial.Scenarios.Search;

/// <summary>All pages of a search together.</summary>
internal sealed class Pages : Scenario
{
    public override string Id => "search/pages";

    public override string Title => "The pages of a search hold every crate once, as many as the total says.";

    public override string Story =>
        "A user walks through all pages of a search. Each crate that matches is on exactly one of them: none is shown twice and none is lost "
        + "between two pages, although all of them match equally well.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Search];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Seven crates on pages of three: the walk goes on to a page that is not full, also when the total says less.",
        "Crates that match equally well need an order that does not change from page to page.",
        "Crates that are published meanwhile change the pages, so the walk is made again until the total stays the same.",
        "Cargo itself asks for the first page only: a registry without pages is right by the contract, and the scenario inapplicable to it.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var shelf = trial.Name("shelf");
        string[] names = [shelf, .. "bcdefg".Select(letter => $"{shelf}-{letter}")];

        await trial.Setup("Publish seven crates that share a part of their name", async check =>
        {
            foreach (var name in names.Reverse())
                check.Succeeded($"the registry accepts {name}",
                    await trial.Registry.Publish(new CratePackage(name, "0.1.0"), trial.Publisher));
            foreach (var name in names)
            {
                var found = await trial.Eventually(() => trial.Registry.Search(CargoQuery.Of(name)),
                    found => Names(found).Contains(name));
                check.That($"{name} is found by its name", Names(found).Contains(name), name, found.ToString(), "API-SRCH-04");
            }
        });

        await trial.Step("Walk through the pages", async check =>
        {
            var pages = await trial.Eventually(() => Walk(trial, shelf),
                pages => pages.All(page => Total(page) == Total(pages[0])) && (Listed(pages).Count == Total(pages[0]) || AreOne(pages)));
            if (AreOne(pages))
                Trial.Inapplicable($"the registry has no pages, it answers page=2 like page=1: {pages[1]}");
            check.That("every page is answered with 200",
                pages.All(page => page.Status == 200), "200", string.Join("; ", pages.Select(page => page.Status)), "API-SRCH-02");
            check.That("every page holds at most three crates", pages.All(page => ApiBody.CheckSearch(page.Body, 3) is null),
                "pages that cargo can read, of at most 3", string.Join("; ", pages), "API-SRCH-02", "API-SRCH-04");
            var listed = Listed(pages);
            check.Equal("no crate is on two pages", listed.Distinct().Count(), listed.Count);
            check.Equal("the pages together hold as many crates as the total says", Total(pages[0]), listed.Count, "API-SRCH-04");
            check.That("the crate of that name is among them",
                listed.Contains(shelf), shelf, string.Join(", ", listed), "API-SRCH-04");
        });
    }

    // Up to the first page that is not full, whatever the total says; bounded, for pages without end.
    private static async Task<List<Answer>> Walk(Trial trial, string query)
    {
        var pages = new List<Answer>();
        do
            pages.Add(await trial.Registry.Search($"q={query}&per_page=3&page={(pages.Count + 1).ToString(CultureInfo.InvariantCulture)}"));
        while (Names(pages[^1]).Count == 3 && pages.Count < 20 && !AreOne(pages));
        return pages;
    }

    private static bool AreOne(List<Answer> pages) => pages.Count == 2 && Names(pages[0]).SequenceEqual(Names(pages[1]));

    private static IReadOnlyList<string> Names(Answer page) => page.JsonTexts("crates", "name");

    private static List<string> Listed(List<Answer> pages) => [.. pages.SelectMany(Names)];

    private static int? Total(Answer page) =>
        page.Json("meta.total") is { ValueKind: JsonValueKind.Number } total && total.TryGetInt32(out var number) ? number : null;
}
