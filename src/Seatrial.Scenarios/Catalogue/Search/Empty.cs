using Seatrial.Cargo;

namespace Seatrial.Scenarios.Search;

/// <summary>A search that finds nothing, and one that asks for nothing.</summary>
internal sealed class Empty : Scenario
{
    public override string Id => "search/empty";

    public override string Title => "A search without a match is a success with an empty list.";

    public override string Story =>
        "A user searches for something that no crate has. That is no error: the answer is an empty page with a total of 0, which cargo "
        + "shows as no output. A search for nothing at all is answered too.";

    public override IReadOnlyList<Capability> Needs => [Capability.Search];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "The total is a number: cargo fails on null, and on an answer without it.",
        "No q, and an empty q: some registries list everything then, others nothing; both are right.",
        "A text that a crate does have: search/exact-name-first.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var nonsense = new string(trial.Chance.GetItems("jqxzvw".AsSpan(), 40));

        await trial.Step("Search for what nobody has", async check =>
        {
            var found = await trial.Registry.Search(CargoQuery.Of(nonsense));
            check.Status("the answer is 200", 200, found, "API-SRCH-02", "API-GEN-01");
            check.Conforms("the empty page is what cargo can read",
                ApiBody.CheckSearch(found.Body, CargoQuery.PerPage), "API-SRCH-02");
            check.Equal("the list is empty", "[]", found.Json("crates")?.ToString(), "API-SRCH-02");
            check.Equal("the total is 0", "0", found.Json("meta.total")?.ToString(), "API-SRCH-02", "API-SRCH-04");
        });

        await trial.Step("Search for nothing", async check =>
        {
            var blank = await trial.Registry.Search(CargoQuery.Of(""));
            check.Status("an empty q is answered with 200", 200, blank, "API-SRCH-02");
            check.Conforms("the page for an empty q is what cargo can read",
                ApiBody.CheckSearch(blank.Body, CargoQuery.PerPage), "API-SRCH-02", "API-SRCH-04");
            var absent = await trial.Registry.Search("per_page=10");
            check.That("a search without q is answered or refused, and breaks nothing",
                SearchAnswer.IsPageOrRefusal(absent), SearchAnswer.PageOrRefusal, absent.ToString(), "API-SRCH-02", "API-GEN-02");
        });
    }
}
