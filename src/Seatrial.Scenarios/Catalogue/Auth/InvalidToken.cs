namespace Seatrial.Scenarios.Auth;

/// <summary>Tokens that the registry never gave to anybody.</summary>
internal sealed class InvalidToken : Scenario
{
    public override string Id => "auth/invalid-token";

    public override string Title => "A token that the registry does not know is turned away, whatever it looks like.";

    public override string Story =>
        "Somebody sends tokens that are almost right, empty, far too long, or no tokens at all. The registry turns each of them away as such, "
        + "does not break, and goes on serving its users.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Almost the publisher's token: one character in its middle changed, its second half cut off, one character more.",
        "4 kB is what every web server reads in one header; longer ones are refused before the registry sees them.",
        "Cargo sends only printable ASCII (AUTH-02): for a token with other characters a plain 400 of the web server is right too.",
        "No token at all: auth/token-required. One that was good: auth/revoked-token. A good one behind Bearer: auth/bearer.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("sealed"), "0.1.0");
        var update = package with { Version = "0.2.0" };
        var good = trial.Publisher.Token;
        var yank = $"/crates/{package.Name}/{package.Version}/yank";

        await trial.Setup("Publish 0.1.0 with the good token", async check =>
        {
            check.Succeeded("the registry accepts 0.1.0", await trial.Registry.Publish(package, trial.Publisher));
            await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count > 0);
        });

        await trial.Step("Publish and yank with tokens that are none", async check =>
        {
            // As headers, not as users' tokens: a word such as Bearer is no secret that the record should hide.
            foreach (var (name, token) in Wrong(good))
            {
                check.Denied($"a publish with {name} is turned away",
                    await trial.Registry.Publish(update.Frame(), null, ("Authorization", token)), "AUTH-08", "API-PUB-05");
                check.Denied($"a yank with {name} is turned away",
                    await trial.Registry.Api(HttpMethod.Delete, yank, null, null, ("Authorization", token)), "AUTH-08");
            }

            var answer = await trial.Registry.Publish(update.Frame(), null, ("Authorization", $"{good}é日本語"));
            check.That("a token with other characters than ASCII is turned away",
                answer.Status is 400 or 401 or 403, "400, 401 or 403", answer.ToString(), "AUTH-08");
        });

        await trial.Step("Publish 0.3.0 with the good token and wait for it", async check =>
        {
            check.Succeeded("the good token is still good",
                await trial.Registry.Publish(package with { Version = "0.3.0" }, trial.Publisher), "API-PUB-01");
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name),
                lines => lines.Any(line => line.Version.Text == "0.3.0"));
            check.Equal("no bad token has published anything",
                "0.1.0, 0.3.0", string.Join(", ", lines.Select(line => line.Version).Order()), "API-PUB-05");
            check.Equal("no bad token has yanked anything", 0, lines.Count(line => line.Yanked), "AUTH-08");
            check.Status("what was published can still be downloaded", 200, await trial.Registry.Download(package), "DL-01");
        });
    }

    private static IEnumerable<(string Name, string Token)> Wrong(string good)
    {
        var middle = good.Length / 2;
        yield return ("one character changed", $"{good[..middle]}{(good[middle] == 'x' ? 'y' : 'x')}{good[(middle + 1)..]}");
        yield return ("the first half", good[..middle]);
        yield return ("one character more", $"{good}x");
        yield return ("a token of the right length", new string('x', good.Length));
        yield return ("an empty token", "");
        yield return ("spaces", "   ");
        yield return ("the word Bearer alone", "Bearer");
        yield return ("Bearer and a wrong token", $"Bearer {good[..middle]}");
        yield return ("the scheme Basic", "Basic c2FpbG9yOnNlY3JldA==");
        yield return ("a scheme that nobody knows", $"Semaphore {new string('x', 20)}");
        yield return ("two tokens", $"{good[..middle]}, {good[middle..]}");
        yield return ("4 kB", new string('x', 4096));
        yield return ("a quote and SQL", "' OR '1'='1' --");
        yield return ("a wildcard", "%");
        yield return ("the word null", "null");
    }
}
