using System.Globalization;
using System.Text;

namespace Seatrial.Scenarios.Auth;

/// <summary>Where a token must not be seen.</summary>
internal sealed class TokenIsSecret : Scenario
{
    // Of this many hex digits, and even more so of letters, chance makes half the same once in a hundred million times.
    private const int Compared = 20;

    public override string Id => "auth/token-is-secret";

    public override string Title => "A token is shown when it is made, and in no answer after that.";

    public override string Story =>
        "A user makes a token and works with it: publishes, makes mistakes, downloads, looks at the list of tokens. No answer, no header "
        + "and no redirect repeats the token, since answers end up in logs and redirects at other hosts.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank, Capability.Owners, Capability.Tokens];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Refusals, whose messages like to quote what was sent: a duplicate, an unknown owner, an unknown crate, a wrong scheme before the token.",
        "A download to which the client sends the token although nobody asked for it: the redirect must not pass it on.",
        "What the registry writes into its own logs cannot be seen from outside; a sweep looks into those of the reference registry.",
        "Tokens that are counted up, or made from the time: two of them are compared.",
        "A cache before the registry: whether it may keep what only the user may see.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("discreet"), "0.1.0");

        var (id, user) = await trial.Setup("Make a token", async check =>
        {
            var made = await trial.Registry.Api(HttpMethod.Put, "/me/tokens", trial.Publisher,
                Encoding.UTF8.GetBytes($$$"""{"api_token":{"name":"{{{package.Name}}}"}}"""), ("Content-Type", "application/json"));
            check.Succeeded("the token is made", made);
            var token = made.Json("api_token.token")?.ToString() ?? "";
            check.That("the answer holds the token, this once", token.Length > 0, "api_token.token", made.ToString());
            return (Id: made.Json("api_token.id")?.ToString() ?? "none", User: new User(null, token));
        });
        trial.Cleanup("Revoke the token", () => trial.Registry.Api(HttpMethod.Delete, $"/me/tokens/{id}", trial.Publisher));

        await trial.Step("Work with the token", async check =>
        {
            var published = await trial.Registry.Publish(package, user);
            check.Succeeded("the registry accepts the crate", published, "API-PUB-01");
            await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count > 0);
            check.Lacks("the answer to a publish lacks the token", user.Token, All(published), "AUTH-12");
            check.Lacks("the answer to a yank lacks the token",
                user.Token, All(await trial.Registry.Yank(package.Name, "0.1.0", user)), "AUTH-12");
            check.Lacks("the owner list lacks the token", user.Token, All(await trial.Registry.Owners(package.Name, user)), "AUTH-12");
            check.Lacks("the index lacks the token",
                user.Token, All(await trial.Registry.Index(Cargo.IndexPath.For(package.Name))), "AUTH-12");
            check.Lacks("what the API tells of the crate lacks the token",
                user.Token, All(await trial.Registry.Crate(package.Name)), "AUTH-12");
            var file = await trial.Registry.Send(HttpMethod.Get, trial.Registry.DownloadUrl(package), user.Token, null, []);
            check.Lacks("the download and its redirect lack the token", user.Token, All(file), "AUTH-12");
        });

        await trial.Step("Make mistakes with it", async check =>
        {
            var other = package with { Source = "pub fn answer() -> u32 { 41 }\n" };
            check.Lacks("the refusal of a duplicate lacks the token",
                user.Token, All(await trial.Registry.Publish(other, user)), "AUTH-12");
            check.Lacks("the refusal of a broken body lacks the token",
                user.Token, All(await trial.Registry.Publish(new byte[] { 1, 2, 3 }, user)), "AUTH-12");
            check.Lacks("the refusal of an unknown owner lacks the token",
                user.Token, All(await trial.Registry.AddOwner(package.Name, trial.Name("nobody"), user)), "AUTH-12");
            check.Lacks("the refusal of an unknown crate lacks the token",
                user.Token, All(await trial.Registry.Yank(trial.Name("none"), "0.1.0", user)), "AUTH-12");
            var scheme = new User(null, $"Basic {user.Token}");
            check.Lacks("the refusal of a wrong scheme lacks the token",
                user.Token, All(await trial.Registry.Publish(package, scheme)), "AUTH-12");
            var spoilt = new User(null, $"{user.Token}x");
            check.Lacks("the refusal of a spoilt token lacks the token",
                user.Token, All(await trial.Registry.Publish(package, spoilt)), "AUTH-12");
        });

        await trial.Step("Look at the list of tokens", async check =>
        {
            var list = await trial.Registry.Api(HttpMethod.Get, "/me/tokens", user);
            check.That("the list names the token's id",
                list.JsonTexts("api_tokens", "id").Contains(id), $"the id {id}", list.ToString());
            check.Lacks("the list lacks the token", user.Token, All(list), "AUTH-12");
            var caching = list.Header("Cache-Control") ?? "";
            // With a token in the request a cache needs one of these words before it may keep the answer.
            check.That("no shared cache may keep the list",
                !caching.Split(',', StringSplitOptions.TrimEntries).Any(word => word is "public" or "must-revalidate" || word.StartsWith("s-maxage", StringComparison.Ordinal)),
                "no public, s-maxage or must-revalidate", caching, "AUTH-14");
        });

        await trial.Step("Make another token and compare the two", async check =>
        {
            var made = await trial.Registry.Api(HttpMethod.Put, "/me/tokens", trial.Publisher,
                Encoding.UTF8.GetBytes($$$"""{"api_token":{"name":"{{{package.Name}}}-too"}}"""), ("Content-Type", "application/json"));
            check.Succeeded("the other token is made", made);
            var other = made.Json("api_token.token")?.ToString() ?? "";
            trial.Cleanup("Revoke the other token", () =>
                trial.Registry.Api(HttpMethod.Delete, $"/me/tokens/{made.Json("api_token.id")}", trial.Publisher));
            var same = user.Token.TakeLast(Compared).Zip(other.TakeLast(Compared)).Count(pair => pair.First == pair.Second);
            check.That("chance has made both of them", other.Length > 0 && same < Compared / 2,
                $"fewer than {Compared / 2} of the last {Compared} characters the same", same.ToString(CultureInfo.InvariantCulture), "AUTH-15");
        });
    }

    private static string All(Answer answer) =>
        string.Join('\n', answer.Headers.Select(header => $"{header.Key}: {header.Value}").Append(answer.Text));
}
