using System.Globalization;

namespace Seatrial.Scenarios.Auth;

/// <summary>The memory of a registry: who did what.</summary>
internal sealed class AuditTrail : Scenario
{
    public override string Id => "auth/audit-trail";

    public override string Title => "Every action that changed a crate stands in the audit log once, in order, and nothing else does.";

    public override string Story =>
        "Something is wrong with a crate, and its owner wants to know what happened. The log tells every publish, yank and change of "
        + "owners with who did it, in the order in which they were done. What was refused or changed nothing did not happen.";

    public override IReadOnlyList<Capability> Needs =>
        [Capability.Publish, Capability.Yank, Capability.Owners, Capability.OtherUser, Capability.Audit];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "A yank that is repeated, an unyank of what is not yanked and an owner who is one already change nothing, so they leave no row.",
        "The same publish again and a publish by a stranger are refused, so they leave no row.",
        "An action of the second owner stands under their name, not under that of the first.",
        "That a row is written together with its action, also when something fails in between, is for a sweep to show.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("remembered"), "0.1.0");
        var theirs = new CratePackage(trial.Name("other"), "0.1.0");

        var (author, colleague) = await trial.Setup("Both users publish a crate, whose owners tell their logins", async check =>
        {
            check.Succeeded("the registry accepts the author's crate", await trial.Registry.Publish(package, trial.Publisher));
            check.Succeeded("the registry accepts the colleague's crate", await trial.Registry.Publish(theirs, trial.Stranger));
            var mine = (await trial.Registry.Owners(package.Name, trial.Publisher)).JsonTexts("users", "login");
            var others = (await trial.Registry.Owners(theirs.Name, trial.Stranger)).JsonTexts("users", "login");
            check.Equal("each crate has one owner", 2, mine.Union(others).Count());
            return (mine.ElementAtOrDefault(0) ?? "none", others.ElementAtOrDefault(0) ?? "none");
        });

        await trial.Step("Change the crate, and fail to change it", async check =>
        {
            check.Refused("a publish by the stranger is refused",
                await trial.Registry.Publish(package with { Version = "0.2.0" }, trial.Stranger), "API-PUB-05");
            check.Succeeded("the yank is accepted", await trial.Registry.Yank(package.Name, "0.1.0", trial.Publisher), "API-YANK-01");
            check.Succeeded("the repeated yank is accepted",
                await trial.Registry.Yank(package.Name, "0.1.0", trial.Publisher), "API-YANK-04", "API-GEN-06");
            check.Succeeded("the unyank is accepted",
                await trial.Registry.Unyank(package.Name, "0.1.0", trial.Publisher), "API-YANK-02");
            check.Succeeded("the repeated unyank is accepted",
                await trial.Registry.Unyank(package.Name, "0.1.0", trial.Publisher), "API-YANK-04", "API-GEN-06");
            check.Succeeded("the colleague becomes an owner",
                await trial.Registry.AddOwner(package.Name, colleague, trial.Publisher), "API-OWN-02");
            await trial.Registry.AddOwner(package.Name, colleague, trial.Publisher);
            check.Succeeded("the colleague publishes 0.2.0",
                await trial.Registry.Publish(package with { Version = "0.2.0" }, trial.Stranger), "AUTH-11");
            var other = package with { Version = "0.2.0", Source = "pub fn answer() -> u32 { 41 }\n" };
            check.Refused("other bytes as 0.2.0 are refused", await trial.Registry.Publish(other, trial.Publisher), "API-PUB-06");
            check.Succeeded("the colleague is removed",
                await trial.Registry.RemoveOwner(package.Name, colleague, trial.Publisher), "API-OWN-03");
        });

        await trial.Step("Read the log", async check =>
        {
            string[] expected =
            [
                $"publish 0.1.0 by {author}", $"yank 0.1.0 by {author}", $"unyank 0.1.0 by {author}", $"add-owner by {author}",
                $"publish 0.2.0 by {colleague}", $"remove-owner by {author}",
            ];
            var log = await trial.Eventually(() => trial.Registry.Api(HttpMethod.Get, $"/audit?crate={package.Name}", trial.Publisher),
                log => log.JsonTexts("audit", "id").Count >= expected.Length);
            check.Status("the log can be read", 200, log, "API-GEN-01");
            check.Equal("it tells each action once, and in order",
                string.Join("; ", expected), string.Join("; ", Rows(log)), "API-GEN-06", "API-YANK-04");
            var ids = log.JsonTexts("audit", "id").Select(id => long.Parse(id, CultureInfo.InvariantCulture)).ToArray();
            check.That("its rows are numbered upwards",
                ids.SequenceEqual(ids.Distinct().Order()), "ascending ids", string.Join(", ", ids));
            check.Lacks("it does not tell the author's token", trial.Publisher.Token, log.Text, "AUTH-12");
            check.Lacks("it does not tell the colleague's token", trial.Stranger.Token, log.Text, "AUTH-12");
        });
    }

    private static IEnumerable<string> Rows(Answer log) => Enumerable.Range(0, log.JsonTexts("audit", "id").Count).Select(row =>
    {
        var version = log.Json($"audit.{row}.version")?.ToString();
        return $"{log.Json($"audit.{row}.action")}{(string.IsNullOrEmpty(version) ? "" : $" {version}")} by {log.Json($"audit.{row}.actor")}";
    });
}
