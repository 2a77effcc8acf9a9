namespace Seatrial.Scenarios.Auth;

/// <summary>The two ways in which a token is written into a header.</summary>
internal sealed class Bearer : Scenario
{
    public override string Id => "auth/bearer";

    public override string Title => "A token works as cargo sends it, bare; behind Bearer it works too, or is turned away clearly.";

    public override string Story =>
        "Cargo sends a token as it is, other tools put Bearer before it. A registry must take the first way; whether it takes the "
        + "second is its own choice, as long as the answer is a clear one and a wrong token is not made right by it.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "The contract does not promise Bearer, so both answers are right; what follows must fit the answer that was given.",
        "The scheme in other letters: RFC 9110 has it without regard to case.",
        "A registry whose tokens begin with Bearer themselves takes them as they are stored, which is the bare way.",
        "Bearer and a wrong token: turned away, by this scenario and auth/invalid-token.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("carried"), "0.1.0");

        await trial.Step("Publish 0.1.0 with the bare token", async check =>
            check.Succeeded("the bare token is accepted",
                await trial.Registry.Publish(package, trial.Publisher), "API-PUB-01", "API-GEN-01"));

        var accepted = await trial.Step("Publish 0.2.0 and 0.3.0 with the token behind Bearer and bearer", async check =>
        {
            var bearer = await trial.Registry.Publish(package with { Version = "0.2.0" }, new User(null, $"Bearer {trial.Publisher.Token}"));
            check.That("Bearer is accepted, or turned away", IsClear(bearer), Either, bearer.ToString(), "AUTH-08", "API-GEN-02");
            var lower = await trial.Registry.Publish(package with { Version = "0.3.0" }, new User(null, $"bearer {trial.Publisher.Token}"));
            check.That("the same scheme in lower case is accepted, or turned away",
                IsClear(lower), Either, lower.ToString(), "AUTH-08", "API-GEN-02");
            string?[] versions = ["0.1.0", bearer.IsSuccess ? "0.2.0" : null, lower.IsSuccess ? "0.3.0" : null];
            return versions.OfType<string>().ToArray();
        });

        await trial.Step("Publish 0.4.0 with a wrong token behind Bearer", async check =>
        {
            var wrong = new User(null, $"Bearer {trial.Publisher.Token}x");
            check.Denied("a wrong token is turned away behind Bearer too",
                await trial.Registry.Publish(package with { Version = "0.4.0" }, wrong), "AUTH-08", "API-PUB-05");
        });

        await trial.Step("Publish 0.5.0 with the bare token and wait for it", async check =>
        {
            check.Succeeded("the bare token is still accepted",
                await trial.Registry.Publish(package with { Version = "0.5.0" }, trial.Publisher), "API-PUB-01");
            string[] expected = [.. accepted, "0.5.0"];
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count == expected.Length);
            check.Equal("the index has exactly the versions that were accepted",
                string.Join(", ", expected), string.Join(", ", lines.Select(line => line.Version).Order()), "API-PUB-05", "API-PUB-08");
        });
    }

    private const string Either = "a status of 200 to 299, or 401 or 403 with an errors body";

    private static bool IsClear(Answer answer) => answer.IsSuccess ? !answer.HasErrors : answer.Status is 401 or 403 && answer.HasErrors;
}
