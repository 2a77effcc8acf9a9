using Seatrial.Cargo;

namespace Seatrial.Scenarios.Auth;

/// <summary>A crate is shared with somebody, and not any more.</summary>
internal sealed class Owners : Scenario
{
    public override string Id => "auth/owners";

    public override string Title => "A new owner may publish and yank, a removed one may not, and the last one cannot be removed.";

    public override string Story =>
        "The author of a crate makes a colleague an owner, who then publishes a version and yanks it. Later the author removes the colleague, "
        + "who can do nothing any more. The crate never ends up without an owner, nor with one whom nobody knows.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank, Capability.Owners, Capability.OtherUser];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "The same owner is added twice: a success or a refusal, but one owner.",
        "A login that nobody has. The ids of owners are whole numbers of 32 bits: cargo fails on larger ones.",
        "The last owner tries to remove themselves, also when they are the administrator.",
        "Somebody who never was an owner: auth/not-an-owner. By real cargo: auth/owners-with-cargo.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("shared"), "0.1.0");
        var theirs = new CratePackage(trial.Name("elsewhere"), "0.1.0");

        var (author, colleague) = await trial.Setup("Both users publish a crate, whose owners tell their logins", async check =>
        {
            check.Succeeded("the registry accepts the author's crate", await trial.Registry.Publish(package, trial.Publisher));
            check.Succeeded("the registry accepts the colleague's crate", await trial.Registry.Publish(theirs, trial.Stranger));
            var owners = await trial.Registry.Owners(package.Name, trial.Publisher);
            check.Conforms("the list of owners is what cargo can read", ApiBody.CheckOwners(owners.Body), "API-OWN-01");
            var others = await trial.Registry.Owners(theirs.Name, trial.Stranger);
            check.Equal("each crate belongs to who published it",
                2, owners.JsonTexts("users", "login").Union(others.JsonTexts("users", "login")).Count(), "API-OWN-01");
            return (First(owners), First(others));
        });

        await trial.Step("Add the colleague", async check =>
        {
            var added = await trial.Registry.AddOwner(package.Name, colleague, trial.Publisher);
            check.Succeeded("the addition is accepted", added, "API-OWN-02");
            check.Conforms("the answer to the addition is what cargo can read", ApiBody.CheckOwnersChanged(added.Body), "API-OWN-02");
            var again = await trial.Registry.AddOwner(package.Name, colleague, trial.Publisher);
            check.That("the same addition again is accepted or refused",
                again.IsSuccess || again is { Status: >= 400 and < 500, HasErrors: true },
                "200 to 299, or 400 to 499 with an errors body", again.ToString(), "API-GEN-06", "API-GEN-02");
            var owners = await trial.Registry.Owners(package.Name, trial.Publisher);
            check.Equal("both are owners, once each",
                Logins(author, colleague), Logins([.. owners.JsonTexts("users", "login")]), "API-OWN-02", "API-GEN-06");
            check.Conforms("the list of both owners is what cargo can read", ApiBody.CheckOwners(owners.Body), "API-OWN-01");
        });

        await trial.Step("The colleague publishes 0.2.0 and yanks it", async check =>
        {
            check.Succeeded("the colleague's publish is accepted",
                await trial.Registry.Publish(package with { Version = "0.2.0" }, trial.Stranger), "API-OWN-02", "AUTH-11");
            check.Succeeded("the colleague's yank is accepted",
                await trial.Registry.Yank(package.Name, "0.2.0", trial.Stranger), "API-OWN-02", "AUTH-11");
        });

        await trial.Step("Remove the colleague, who tries again", async check =>
        {
            var removed = await trial.Registry.RemoveOwner(package.Name, colleague, trial.Publisher);
            check.Succeeded("the removal is accepted", removed, "API-OWN-03", "API-GEN-09");
            check.Conforms("the answer to the removal is what cargo can read", ApiBody.CheckOwnersChanged(removed.Body), "API-OWN-03");
            check.Refused("the colleague's next publish is refused",
                await trial.Registry.Publish(package with { Version = "0.3.0" }, trial.Stranger), "API-OWN-03", "API-PUB-05");
            check.Refused("the colleague's unyank is refused",
                await trial.Registry.Unyank(package.Name, "0.2.0", trial.Stranger), "API-OWN-03", "API-YANK-05");
        });

        await trial.Step("Try to leave the crate to nobody", async check =>
        {
            check.Refused("an unknown login is refused",
                await trial.Registry.AddOwner(package.Name, trial.Name("nobody"), trial.Publisher), "API-OWN-02", "API-GEN-02");
            check.Refused("the removal of the last owner is refused",
                await trial.Registry.RemoveOwner(package.Name, author, trial.Publisher), "API-OWN-04");
            var owners = await trial.Registry.Owners(package.Name, trial.Publisher);
            check.Equal("the author is the only owner",
                author, Logins([.. owners.JsonTexts("users", "login")]), "API-OWN-03", "API-OWN-04");
            check.Succeeded("the author can still publish",
                await trial.Registry.Publish(package with { Version = "0.4.0" }, trial.Publisher), "API-OWN-04");
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name),
                lines => lines.Any(line => line.Version.Text == "0.4.0"));
            check.Equal("the index has what owners did, and nothing else",
                "0.1.0, 0.2.0 yanked, 0.4.0", string.Join(", ", lines.OrderBy(line => line.Version).Select(Shown)), "API-PUB-05", "API-YANK-05");
        });
    }

    private static string First(Answer owners) => owners.JsonTexts("users", "login").ElementAtOrDefault(0) ?? "none";

    private static string Logins(params string[] logins) => string.Join(", ", logins.Order(StringComparer.Ordinal));

    private static string Shown(IndexLine line) => line.Yanked ? $"{line.Version} yanked" : line.Version.Text;
}
