using Seatrial.Cargo;

namespace Seatrial.Scenarios.Search;

/// <summary>A search for words rather than names.</summary>
internal sealed class Words : Scenario
{
    public override string Id => "search/words";

    public override string Title => "A search for words is answered with a page that cargo can show.";

    public override string Story =>
        "A user looks for a crate by what it does: a word of its description, a keyword, two words at once. What a registry finds by them is its "
        + "own choice; that the answer can be read, fits the page and lists no crate twice is not.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Search];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "The contract promises nothing about which words find a crate, so no check demands it; the record shows what was found.",
        "A crate that matches by its name, its description and a keyword at once is listed once.",
        "A space is a plus sign or %20.",
        "Words that are operators of a query language: search/hostile-queries.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var word = new string(trial.Chance.GetItems("bcdfghklmnprstvz".AsSpan(), 14));
        var package = new CratePackage(trial.Name(word), "0.1.0")
        {
            Description = $"Reads the {word} of a ship; {word} twice, and a «quote».",
            Keywords = [word, "harbour"],
        };

        await trial.Setup("Publish a crate with a rare word in its name, its description and its keywords", async check =>
        {
            check.Succeeded("the registry accepts the crate", await trial.Registry.Publish(package, trial.Publisher));
            var found = await trial.Eventually(() => trial.Registry.Search(CargoQuery.Of(package.Name)), Finds);
            check.That("the crate is found by its name", Finds(found), package.Name, found.ToString(), "API-SRCH-04");
        });

        await trial.Step("Search for words", async check =>
        {
            await Search("a word", CargoQuery.Of(word));
            await Search("two words", CargoQuery.Of($"{word} ship"));
            await Search("two words with a plus sign", $"q={word}+ship&per_page=10");
            await Search("a part of a word", CargoQuery.Of(word[..6]));
            await Search("a word that other crates may have too", CargoQuery.Of("harbour"));

            async Task Search(string what, string query)
            {
                var found = await trial.Registry.Search(query);
                check.Status($"{what} is answered with 200", 200, found, "API-SRCH-02", "API-GEN-01");
                check.Conforms($"the page for {what} is what cargo can read",
                    ApiBody.CheckSearch(found.Body, CargoQuery.PerPage), "API-SRCH-02", "API-SRCH-04");
                var names = found.JsonTexts("crates", "name");
                check.Equal($"no crate stands twice on the page for {what}", names.Distinct().Count(), names.Count);
            }
        });

        bool Finds(Answer found) => found.JsonTexts("crates", "name").Contains(package.Name);
    }
}
