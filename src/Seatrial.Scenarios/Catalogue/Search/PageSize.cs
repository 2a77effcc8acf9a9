using Seatrial.Cargo;

namespace Seatrial.Scenarios.Search;

/// <summary>How many crates a page of a search may hold.</summary>
internal sealed class PageSize : Scenario
{
    public override string Id => "search/page-size";

    public override string Title => "A page of a search holds no more crates than were asked for, and never more than 100.";

    public override string Story =>
        "A user limits a search with cargo search --limit. The registry gives at most that many crates and says how many there are; a limit that "
        + "makes no sense is refused, or brought into the range from 1 to 100, but neither breaks the registry nor empties it.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Search];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Cargo search --limit 0 sends per_page=0; crates.io answers it with 400.",
        "Numbers below zero, above 32 and 64 bits, and no numbers at all.",
        "The next pages: search/pages.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var shelf = trial.Name("row");
        string[] names = [shelf, $"{shelf}-1", $"{shelf}-2", $"{shelf}-3"];

        await trial.Setup("Publish four crates that share a part of their name", async check =>
        {
            foreach (var name in names)
                check.Succeeded($"the registry accepts {name}",
                    await trial.Registry.Publish(new CratePackage(name, "0.1.0"), trial.Publisher));
            foreach (var name in names)
                await trial.Eventually(() => trial.Registry.Search(CargoQuery.Of(name)),
                    found => found.JsonTexts("crates", "name").Contains(name));
        });

        await trial.Step("Ask for pages of a size that can be had", async check =>
        {
            foreach (var size in (int[])[1, 2, 3, 100])
            {
                var found = await trial.Registry.Search(CargoQuery.Of(shelf, size));
                check.Status($"per_page={size} is answered with 200", 200, found, "API-SRCH-02");
                check.Conforms($"the page holds at most {size} and no more than the total",
                    ApiBody.CheckSearch(found.Body, size), "API-SRCH-04", "API-SRCH-02");
            }

            var single = await trial.Registry.Search(CargoQuery.Of(shelf, 1));
            check.Equal("a page of one holds the crate of that name", shelf, single.Json("crates.0.name")?.ToString(), "API-SRCH-04");
        });

        await trial.Step("Ask for pages of a size that cannot be had", async check =>
        {
            foreach (var size in (string[])["0", "101", "-1", "4294967296", "99999999999999999999", "ten", "", "1.5"])
            {
                var found = await trial.Registry.Search($"q={shelf}&per_page={size}");
                check.That($"per_page={size} is refused, or brought into the range",
                    SearchAnswer.IsPageOrRefusal(found, 100), SearchAnswer.PageOrRefusal, found.ToString(), "API-SRCH-04", "API-GEN-02");
            }
        });
    }
}
