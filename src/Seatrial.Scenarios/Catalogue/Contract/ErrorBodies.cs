using System.Text.Unicode;
using Seatrial.Cargo;

namespace Seatrial.Scenarios.Contract;

/// <summary>The form of the API's answers: a refusal says why in the one form that cargo shows, a success never looks like one.</summary>
internal sealed class ErrorBodies : Scenario
{
    public override string Id => "contract/error-bodies";

    public override string Title => "Every refusal of the API has a body of errors, no success has one, and nothing is redirected.";

    public override string Story =>
        "A user mistypes a name and reads why it failed. They can only read it if the registry puts it where cargo looks; from "
        + "any other body cargo prints raw headers, and a redirect it does not follow at all.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank, Capability.Owners];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "A web server answers routes and methods that the registry does not know by itself, with a page of its own.",
        "The address of publish is that of a crate called new, too: for GET it is read as one, or refused, and not by a bare 405.",
        "Which status it is, 404 or 405, is left to the registry, as long as it is a refusal; PATCH is a method of no route.",
        "A list of errors in a success makes cargo fail even when it is empty; yank, unyank, owners and publish are looked at.",
        "Refusals for the token: auth/invalid-token. Refusals of an upload: publish/malformed-bodies.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("spoken"), "0.1.0") { Description = "Größe, 大きさ, размер." };
        var nobody = trial.Name("nobody");

        await trial.Step("Do what succeeds", async check =>
        {
            var publish = await trial.Registry.Publish(package, trial.Publisher);
            check.Succeeded("publish succeeds", publish, "API-GEN-01");
            check.Conforms("the answer to publish has no errors", ApiBody.CheckPublishAnswer(publish.Body), "API-GEN-03", "API-PUB-10");
            var yank = await trial.Registry.Yank(package.Name, package.Version, trial.Publisher);
            check.Conforms("the answer to yank has no errors", ApiBody.CheckOk(yank.Body), "API-GEN-03", "API-YANK-01");
            var unyank = await trial.Registry.Unyank(package.Name, package.Version, trial.Publisher);
            check.Conforms("the answer to unyank has no errors", ApiBody.CheckOk(unyank.Body), "API-GEN-03", "API-YANK-02");
            var owners = await trial.Registry.Owners(package.Name, trial.Publisher);
            check.Conforms("the list of owners has no errors", ApiBody.CheckOwners(owners.Body), "API-GEN-03", "API-OWN-01");
            Look(check, "a success", publish, yank, unyank, owners);
        });

        await trial.Step("Ask for what does not exist", async check =>
        {
            var owners = await trial.Registry.Owners(nobody, trial.Publisher);
            check.Refused("the owners of an unknown crate are refused", owners, "API-GEN-02");
            var foreign = await trial.Registry.Owners($"{nobody}-%C3%A9", trial.Publisher);
            check.Refused("the owners of a crate that is not ASCII are refused", foreign, "API-GEN-02");
            var yank = await trial.Registry.Yank(nobody, "0.1.0", trial.Publisher);
            check.Refused("a yank of an unknown crate is refused", yank, "API-GEN-02", "API-YANK-05");
            var version = await trial.Registry.Yank(package.Name, "not-a-version", trial.Publisher);
            check.Refused("a yank of a version that is none is refused", version, "API-GEN-02");
            Look(check, "a refusal", owners, foreign, yank, version);
        });

        await trial.Step("Use routes and methods that are not in the contract", async check =>
        {
            var route = await trial.Registry.Api(HttpMethod.Get, $"/{nobody}/nowhere", trial.Publisher);
            check.Refused("an unknown route is refused", route, "API-GEN-02");
            var below = await trial.Registry.Api(HttpMethod.Get, $"/crates/{package.Name}/0.1.0/nowhere", trial.Publisher);
            check.Refused("an unknown route below a crate is refused", below, "API-GEN-02");
            var publish = await trial.Registry.Api(HttpMethod.Patch, "/crates/new", trial.Publisher, package.Frame());
            check.Refused("PATCH where publish is, is refused", publish, "API-GEN-02");
            var shadowed = await trial.Registry.Api(HttpMethod.Get, "/crates/new", trial.Publisher);
            check.That("GET where publish is, is the crate of that name or refused", shadowed.Status == 200 || (shadowed.Status is >= 400 and < 500 && shadowed.HasErrors),
                "200, or 400 to 499 with {\"errors\":[{\"detail\"}]}", shadowed.ToString(), "API-GEN-02");
            var yank = await trial.Registry.Api(HttpMethod.Patch, $"/crates/{package.Name}/0.1.0/yank", trial.Publisher, ReadOnlyMemory<byte>.Empty);
            check.Refused("PATCH where yank is, is refused", yank, "API-GEN-02");
            Look(check, "an unknown route or method", route, below, publish, shadowed, yank);
        });
    }

    private static void Look(Checks check, string kind, params Answer[] answers)
    {
        var redirects = answers.Where(answer => answer.Status is >= 300 and < 400).ToArray();
        check.That($"{kind} is never a redirect", redirects.Length == 0, "no status of 300 to 399", string.Join("; ", redirects.AsEnumerable()), "API-GEN-05");
        var garbled = answers.Where(answer => !Utf8.IsValid(answer.Body.Span)).ToArray();
        check.That($"{kind} is in UTF-8", garbled.Length == 0, "UTF-8", string.Join("; ", garbled.AsEnumerable()), "API-GEN-04");
    }
}
