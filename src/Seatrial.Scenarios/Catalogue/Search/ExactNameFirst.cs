using Seatrial.Cargo;

namespace Seatrial.Scenarios.Search;

/// <summary>A search for the name of a crate.</summary>
internal sealed class ExactNameFirst : Scenario
{
    public override string Id => "search/exact-name-first";

    public override string Title => "Who searches for the name of a crate finds that crate first.";

    public override string Story =>
        "A user knows the name of a crate and types it into a search. Other crates have the name within theirs and talk of nothing else in "
        + "their descriptions; the crate itself still comes first, however its hyphens and letters are typed.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Search];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "The others sort before it by name, by age and by how often they hold the name: no accidental order puts the crate first.",
        "Cargo percent-encodes the hyphens of a name, a browser does not.",
        "Underscores for hyphens, and upper case: the same crate, for a registry that takes such names as equal (NAME-04).",
        "Words instead of names: search/words. Nothing at all: search/empty.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var exact = new CratePackage(trial.Name("tar-kit"), "1.2.3") { Description = "Plain." };
        var praise = string.Join(' ', Enumerable.Repeat(exact.Name, 5));
        var before = new CratePackage($"a-{exact.Name}", "0.1.0") { Description = praise };
        var after = new CratePackage($"{exact.Name}-more", "0.1.0") { Description = praise };

        await trial.Setup("Publish the crate between two others that hold its name", async check =>
        {
            check.Succeeded("the registry accepts the first one", await trial.Registry.Publish(before, trial.Publisher));
            check.Succeeded("the registry accepts the crate", await trial.Registry.Publish(exact, trial.Publisher));
            check.Succeeded("the registry accepts the last one", await trial.Registry.Publish(after, trial.Publisher));
        });

        await trial.Step("Search for each of the three names", async check =>
        {
            check.Equal("the first one is found by its name", before.Name, await First(trial, before.Name), "API-SRCH-04");
            check.Equal("the last one is found by its name", after.Name, await First(trial, after.Name), "API-SRCH-04");
            check.Equal("the crate comes first, before those that hold its name",
                exact.Name, await First(trial, exact.Name), "API-SRCH-04");
        });

        await trial.Step("Look at what was found", async check =>
        {
            var found = await trial.Registry.Search(CargoQuery.Of(exact.Name));
            check.Conforms("the answer is what cargo can read",
                ApiBody.CheckSearch(found.Body, CargoQuery.PerPage), "API-SRCH-02", "API-SRCH-04");
            check.Equal("its newest version is told",
                "1.2.3", found.Json("crates.0.max_version")?.ToString(), "API-SRCH-02", "VER-05");
        });

        await trial.Step("Spell the name in other ways", async check =>
        {
            var plain = await trial.Registry.Search($"q={exact.Name}&per_page=10");
            check.Equal("hyphens need not be percent-encoded", exact.Name, FirstOf(plain), "API-SRCH-04");
            var underscores = await trial.Registry.Search(CargoQuery.Of(exact.Name.Replace('-', '_')));
            check.Equal("underscores find it as hyphens do", exact.Name, FirstOf(underscores), "API-SRCH-04", "NAME-04");
            var capitals = await trial.Registry.Search(CargoQuery.Of(exact.Name.ToUpperInvariant()));
            check.Equal("upper case finds it as lower case does", exact.Name, FirstOf(capitals), "API-SRCH-04", "NAME-04");
        });
    }

    private static async Task<string?> First(Trial trial, string name) =>
        FirstOf(await trial.Eventually(() => trial.Registry.Search(CargoQuery.Of(name)), answer => FirstOf(answer) == name));

    private static string? FirstOf(Answer found) => found.Json("crates.0.name")?.ToString();
}
