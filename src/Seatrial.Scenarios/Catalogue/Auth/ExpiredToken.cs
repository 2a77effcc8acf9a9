using System.Globalization;

namespace Seatrial.Scenarios.Auth;

/// <summary>A token for a while.</summary>
internal sealed class ExpiredToken : Scenario
{
    // Long enough for two requests on a busy machine; the scenario waits for it.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(6);

    public override string Id => "auth/expired-token";

    public override string Title => "A token works until its time is over, and not any longer.";

    public override string Story =>
        "A contractor gets a token for the length of a contract. Until then it publishes; afterwards it opens nothing, without "
        + "anybody having to remember to revoke it.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank, Capability.Tokens];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "The token was used just before its end, so that whatever remembers good tokens remembers it.",
        "The end is counted by the registry's own clock, as its answers tell it.",
        "The end by hand: auth/revoked-token.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("contracted"), "0.1.0");

        var (id, contractor) = await trial.Setup("Make a token for a few seconds", async check =>
        {
            var now = (await trial.Registry.Api(HttpMethod.Get, "/me/tokens", trial.Publisher)).Header("Date");
            if (!DateTimeOffset.TryParse(now, CultureInfo.InvariantCulture, out var clock))
                Trial.Inapplicable($"the registry's answers tell no time: {now}");
            var made = await LimitedToken.Make(trial, package.Name, "expired_at", $"\"{clock + Lifetime:yyyy-MM-ddTHH:mm:ssZ}\"");
            check.Succeeded("the token is made", made, "API-GEN-01");
            return await LimitedToken.Read(trial, made, "expired_at");
        });
        trial.Cleanup("Revoke the token", () => LimitedToken.Revoke(trial, id));

        await trial.Step("Use it in time", async check => check.Succeeded("a publish in time is accepted",
            await trial.Registry.Publish(package, contractor), "API-PUB-01"));

        await trial.Step("Wait for its end, and use it again", async check =>
        {
            var list = await trial.Eventually(() => trial.Registry.Api(HttpMethod.Get, "/me/tokens", contractor), list => !list.IsSuccess);
            check.Denied("the list of tokens closes", list, "AUTH-08");
            check.Denied("a publish after the end is turned away",
                await trial.Registry.Publish(package with { Version = "0.2.0" }, contractor), "AUTH-08", "API-PUB-05");
            check.Denied("a yank after the end is turned away",
                await trial.Registry.Yank(package.Name, "0.1.0", contractor), "AUTH-08", "API-YANK-05");
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count > 0);
            check.Equal("the index has what was published in time", "0.1.0",
                string.Join(", ", lines.Where(line => !line.Yanked).Select(line => line.Version)), "AUTH-08", "API-PUB-05");
        });
    }
}
