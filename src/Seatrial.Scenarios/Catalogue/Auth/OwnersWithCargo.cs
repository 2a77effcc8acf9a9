namespace Seatrial.Scenarios.Auth;

/// <summary>Owners as users change them: with <c>cargo owner</c>.</summary>
internal sealed class OwnersWithCargo : Scenario
{
    public override string Id => "auth/owners-with-cargo";

    public override string Title => "Real cargo lists, adds and removes owners.";

    public override string Story =>
        "An author types cargo owner --add and the name of a colleague, looks at the list, and later types cargo owner --remove. Cargo reads the "
        + "registry's answers more strictly than its documents say: it fails when a member is missing although the change was made.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Owners, Capability.OtherUser, Capability.Cargo];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "The answer to a removal needs a msg too, although cargo does not show it.",
        "A login that nobody has: cargo ends with 101 and shows what the registry says.",
        "What owners may do, and the last one: auth/owners.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("crewed"), "0.1.0");
        var theirs = new CratePackage(trial.Name("crew"), "0.1.0");
        var home = trial.CargoHome(trial.Publisher);

        var (author, colleague) = await trial.Setup("Both users publish a crate, whose owners tell their logins", async check =>
        {
            check.Succeeded("the registry accepts the author's crate", await trial.Registry.Publish(package, trial.Publisher));
            check.Succeeded("the registry accepts the colleague's crate", await trial.Registry.Publish(theirs, trial.Stranger));
            var (mine, others) = (await Logins(package, trial.Publisher), await Logins(theirs, trial.Stranger));
            check.Equal("each crate has one owner", 2, mine.Union(others).Count());
            return (mine.ElementAtOrDefault(0) ?? "none", others.ElementAtOrDefault(0) ?? "none");
        });

        await trial.Step("cargo owner --add", async check =>
        {
            var added = await Owner("--add", colleague);
            check.Equal("cargo owner --add ends with 0", 0, added.ExitCode, "API-OWN-02");
            check.Equal("both are owners", Text(author, colleague), Text([.. await Logins(package, trial.Publisher)]), "API-OWN-02");
        });

        await trial.Step("cargo owner --list", async check =>
        {
            var listed = await Owner("--list");
            check.Equal("cargo owner --list ends with 0", 0, listed.ExitCode, "API-OWN-01");
            check.Contains("cargo lists the author", author, listed.Output, "API-OWN-01");
            check.Contains("cargo lists the colleague", colleague, listed.Output, "API-OWN-01");
        });

        await trial.Step("cargo owner --add with a login that nobody has", async check =>
        {
            var refused = await Owner("--add", trial.Name("nobody"));
            check.Equal("cargo owner --add of nobody ends with 101", 101, refused.ExitCode, "API-OWN-02", "NET-11");
            check.Contains("cargo shows that the registry refused",
                "the remote server responded with an error", refused.Errors, "API-GEN-02");
        });

        await trial.Step("cargo owner --remove", async check =>
        {
            var removed = await Owner("--remove", colleague);
            check.Equal("cargo owner --remove ends with 0", 0, removed.ExitCode, "API-OWN-03", "API-GEN-09");
            check.Equal("the author is the only owner again", author, Text([.. await Logins(package, trial.Publisher)]), "API-OWN-03");
        });

        Task<CargoRan> Owner(params string[] arguments) =>
            home.Run(home.Folder, ["owner", "--registry", CargoHome.RegistryName, .. arguments, package.Name]);

        async Task<IReadOnlyList<string>> Logins(CratePackage crate, User user) =>
            (await trial.Registry.Owners(crate.Name, user)).JsonTexts("users", "login");
    }

    private static string Text(params string[] logins) => string.Join(", ", logins.Order(StringComparer.Ordinal));
}
