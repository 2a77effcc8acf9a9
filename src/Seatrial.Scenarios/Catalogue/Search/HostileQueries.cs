namespace Seatrial.Scenarios.Search;

/// <summary>Queries that were not written for searching.</summary>
internal sealed class HostileQueries : Scenario
{
    public override string Id => "search/hostile-queries";

    public override string Title => "Whatever is searched for, the answer is a page of crates or a clear refusal.";

    public override string Story =>
        "The search is open to everybody, so everything will be typed into it: quotes, operators, SQL, bytes that are no text. The registry "
        + "finds what it finds, or refuses the query in the words of the contract; it does not break, and its crates are still there.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Search];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "NUL, which databases refuse; wildcards of LIKE; the operators of full-text searches; a lone percent sign; bytes that are not UTF-8.",
        "Right-to-left text, an emoji, a combining character, and the escape sequences of terminals.",
        "A query of 10 kB is longer than many web servers read: their own 414 needs no errors body.",
        "Sizes of pages that make no sense: search/page-size.",
    ];

    /// <summary>What is sent as <c>q</c>, percent-encoded where it is not wrong on purpose.</summary>
    private static readonly (string Name, string Query)[] Queries =
    [
        ("a NUL", "%00"), ("a NUL within a word", "ab%00cd"), ("a quote", "%27"), ("a double quote", "%22"), ("an open phrase", "%22ship"),
        ("a backslash", "%5C"), ("a percent wildcard", "%25"), ("an underscore wildcard", "_"), ("a star", "*"), ("a prefix star", "s*"),
        ("a parenthesis", "("), ("a hyphen", "-"), ("an excluded word", "-ship"), ("a caret", "%5Eship"), ("a column filter", "name%3Aship"),
        ("the word AND", "AND"), ("the word OR", "ship%20OR"), ("the word NOT", "NOT"), ("the word NEAR", "NEAR(ship%20crew%2C%202)"),
        ("operators of tsquery", "ship%20%26%20%7C%20!%20%3C-%3E"), ("a condition that is always true", "x%27%20OR%20%271%27%3D%271"),
        ("a DROP TABLE", "%27%3B%20DROP%20TABLE%20crates%3B--"), ("a comment", "ship%2F*"), ("a line break", "ship%0D%0AX-Injected%3A%201"),
        ("only spaces", "%20%20%20"), ("an escape sequence", "%1B%5B31mship"), ("an emoji", "%F0%9F%9A%A2"), ("a combining character", "e%CC%81"),
        ("a right-to-left override", "%E2%80%AEship"), ("Hebrew", "%D7%A1%D7%A4%D7%99%D7%A0%D7%94"), ("bytes that are not UTF-8", "%FF%FE"),
        ("a lone surrogate", "%ED%A0%80"), ("a lone percent sign", "%"), ("a broken escape", "%zz"), ("two queries", "ship&q=crew"),
        ("a template", "%7B%7B7*7%7D%7D%24%7B7*7%7D"), ("a path", "..%2F..%2Fetc%2Fpasswd"),
        ("a list of 400 words", string.Join("%20", Enumerable.Repeat("s", 400))), ("4 kB", new string('s', 4096)),
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("still-afloat"), "0.1.0");

        await trial.Setup("Publish a crate and find it", async check =>
        {
            check.Succeeded("the registry accepts the crate", await trial.Registry.Publish(package, trial.Publisher));
            check.Equal("it is found before", package.Name, await Found(trial, package.Name), "API-SRCH-04");
        });

        await trial.Step("Search for everything that is not meant for it", async check =>
        {
            foreach (var (name, query) in Queries)
            {
                var found = await trial.Registry.Search($"q={query}&per_page=10");
                check.That($"{name} brings a page or a refusal", SearchAnswer.IsPageOrRefusal(found),
                    SearchAnswer.PageOrRefusal, found.ToString(), "API-SRCH-02", "API-GEN-02");
            }

            var huge = await trial.Registry.Search($"q={new string('s', 10_000)}&per_page=10");
            check.That("10 kB bring a page or a refusal", SearchAnswer.IsPageOrRefusal(huge) || huge.Status == 414,
                $"{SearchAnswer.PageOrRefusal}, or 414", huge.ToString(), "API-SRCH-02", "API-GEN-02");
        });

        await trial.Step("Search for the crate again", async check =>
            check.Equal("it is found afterwards", package.Name, await Found(trial, package.Name), "API-SRCH-04"));
    }

    private static async Task<string?> Found(Trial trial, string name) =>
        (await trial.Eventually(() => trial.Registry.Search(CargoQuery.Of(name)), found => found.Json("crates.0.name")?.ToString() == name))
            .Json("crates.0.name")?.ToString();
}
