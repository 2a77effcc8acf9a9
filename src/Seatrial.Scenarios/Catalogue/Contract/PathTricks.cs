using Seatrial.Cargo;

namespace Seatrial.Scenarios.Contract;

/// <summary>Paths that name one crate and lead to another: what counts is where they lead.</summary>
internal sealed class PathTricks : Scenario
{
    public override string Id => "contract/path-tricks";

    public override string Title => "Whatever a path is made to look like, nobody changes a crate that is not theirs.";

    public override string Story =>
        "A stranger with a crate and a token of their own writes its name into the path, and behind it steps and signs that lead to "
        + "somebody else's crate. Cargo sends such paths as they are typed, so the registry must ask who owns what it has routed to.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank, Capability.Owners, Capability.OtherUser];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "A proxy, the web server and the router may each take steps out of a path or decode it, in another order.",
        "Whether a path is found at all is left to the registry; that it breaks (5xx) is not allowed.",
        "The stranger's token is good and their own crate can be yanked by the straight path, so it is the crate that protects itself.",
        "Straight paths to somebody else's crate: auth/not-an-owner.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var mine = new CratePackage(trial.Name("mine"), "0.1.0");
        var theirs = new CratePackage(trial.Name("theirs"), "0.1.0");
        string[] tricks =
        [
            $"{theirs.Name}/../{mine.Name}", $"{theirs.Name}/%2e%2e/{mine.Name}", $"{theirs.Name}%2F..%2F{mine.Name}", $"{theirs.Name}%2f{mine.Name}",
            $"{theirs.Name}/..;/{mine.Name}", $"{theirs.Name}\\..\\{mine.Name}", $"{theirs.Name}/.//../{mine.Name}", $"/{mine.Name}", $"./{mine.Name}",
            $"{mine.Name};{theirs.Name}", $"{mine.Name};x", $"{mine.Name}%00{theirs.Name}", $"{mine.Name}%20", $"{mine.Name}/", $"{mine.Name.ToUpperInvariant()}",
        ];

        await trial.Setup("The publisher and the stranger publish a crate each", async check =>
        {
            check.Succeeded("the registry accepts the publisher's crate", await trial.Registry.Publish(mine, trial.Publisher));
            check.Succeeded("the registry accepts the stranger's crate", await trial.Registry.Publish(theirs, trial.Stranger));
            var lines = await trial.Eventually(() => trial.Registry.Lines(mine.Name), lines => lines.Count > 0);
            check.Equal("the publisher's crate is in the index", 1, lines.Count);
        });

        await trial.Step("The stranger sends crooked paths that lead to the publisher's crate", async check =>
        {
            foreach (var (number, trick) in tricks.Index())
            {
                var yank = await trial.Registry.Yank(trick, "0.1.0", trial.Stranger);
                check.That($"the registry survives a yank by path {number}", Survived(yank), "a status below 500", yank.ToString(), "API-GEN-12");
                var add = await trial.Registry.AddOwner(trick, trial.Stranger.Login ?? "stranger", trial.Stranger);
                check.That($"the registry survives a change of owners by path {number}", Survived(add), "a status below 500", add.ToString(), "API-GEN-12");
            }

            // A step behind the version: as typed the stranger's own, as routed the publisher's.
            var behind = await trial.Registry.Api(HttpMethod.Delete, $"/crates/{theirs.Name}/0.1.0/../../{mine.Name}/0.1.0/yank", trial.Stranger);
            check.That("the registry survives a yank with steps behind the version", Survived(behind), "a status below 500", behind.ToString(), "API-GEN-12");
        });

        await trial.Step("Everybody sends crooked paths to a download", async check =>
        {
            foreach (var (number, trick) in tricks.Index())
            {
                var file = await trial.Registry.Download(trick, "0.1.0", mine.Checksum);
                check.That($"the registry survives a download by path {number}", Survived(file), "a status below 500", file.ToString(), "API-GEN-12");
            }
        });

        await trial.Step("The stranger yanks their own crate by the straight path", async check =>
            check.Succeeded("the straight path to their own crate works", await trial.Registry.Yank(theirs.Name, "0.1.0", trial.Stranger), "AUTH-11"));

        await trial.Step("The publisher publishes 0.2.0, waits for it, and looks at the crate", async check =>
        {
            check.Succeeded("the registry accepts 0.2.0", await trial.Registry.Publish(mine with { Version = "0.2.0" }, trial.Publisher));
            var lines = await trial.Eventually(() => trial.Registry.Lines(mine.Name), lines => lines.Count > 1);
            check.Equal("no version is yanked", "0.1.0: False, 0.2.0: False", string.Join(", ",
                lines.OrderBy(line => line.Version).Select(line => $"{line.Version.Text}: {line.Yanked}")), "AUTH-11", "API-GEN-12");
            var owners = await trial.Registry.Owners(mine.Name, trial.Publisher);
            check.Equal("there is one owner", 1, owners.JsonTexts("users", "login").Count, "AUTH-11", "API-GEN-12");
        });
    }

    private static bool Survived(Answer answer) => answer.Status is >= 200 and < 500;
}
