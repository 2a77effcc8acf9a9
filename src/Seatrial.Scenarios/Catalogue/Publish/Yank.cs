using System.Text;
using System.Text.Json;
using Seatrial.Cargo;

namespace Seatrial.Scenarios.Publish;

/// <summary>Yank and unyank: one word of one line, as often as one likes.</summary>
internal sealed class Yank : Scenario
{
    public override string Id => "publish/yank";

    public override string Title => "Yank and unyank change one word of one index line, and can be repeated.";

    public override string Story =>
        "An author finds a bad release and yanks it, is not sure that it worked and yanks it again. Nothing but the mark on that "
        + "version changes, and when the alarm proves false they take it back.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Each of the two is done twice: a repeat is a success that changes nothing, not an error and not a toggle.",
        "A registry may render the changed line anew, so its members are compared; the other version's line must be the same bytes.",
        "What cargo does with a yanked version: download/update-with-cargo. Whether it can be published again: publish/duplicate-version.",
        "By somebody else: auth/not-an-owner. Without a token: auth/token-required.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("withdrawn"), "0.1.0");
        var other = package with { Version = "0.2.0" };

        var (line, untouched) = await trial.Setup("Publish 0.1.0 and 0.2.0 and wait until both are indexed", async check =>
        {
            check.Succeeded("the registry accepts 0.1.0", await trial.Registry.Publish(package, trial.Publisher));
            check.Succeeded("the registry accepts 0.2.0", await trial.Registry.Publish(other, trial.Publisher));
            var lines = await trial.Eventually(() => trial.Registry.RawLines(package.Name), lines => lines.Count > 1);
            check.Equal("the index lists both", 2, lines.Count);
            return (Of(package.Version, lines), Of(other.Version, lines));
        });

        await trial.Step("Yank 0.1.0, twice", async check =>
        {
            var answer = await trial.Registry.Yank(package.Name, package.Version, trial.Publisher);
            check.Succeeded("the yank is accepted", answer, "API-YANK-01");
            check.Conforms("its body says ok", ApiBody.CheckOk(answer.Body), "API-YANK-01", "API-YANK-03");
            var lines = await trial.Eventually(() => trial.Registry.RawLines(package.Name), lines => IsYanked(Of(package.Version, lines)));
            check.Equal("the version is yanked", true, IsYanked(Of(package.Version, lines)), "API-YANK-04");
            var again = await trial.Registry.Yank(package.Name, package.Version, trial.Publisher);
            check.Conforms("a second yank says ok too", again.IsSuccess ? ApiBody.CheckOk(again.Body) : new("API-YANK-04", again.ToString()),
                "API-YANK-03", "API-YANK-04", "API-GEN-06");
        });

        await trial.Step("Publish 0.3.0, wait for it, and look at all lines", async check =>
        {
            check.Succeeded("the registry accepts 0.3.0", await trial.Registry.Publish(package with { Version = "0.3.0" }, trial.Publisher));
            var lines = await trial.Eventually(() => trial.Registry.RawLines(package.Name), lines => lines.Count > 2);
            check.Equal("the index lists all three", 3, lines.Count, "IDX-25");
            check.Equal("0.1.0 is still yanked", true, IsYanked(Of(package.Version, lines)), "API-YANK-04", "IDX-25");
            check.Equal("but for that its line is what it was", ButYanked(line), ButYanked(Of(package.Version, lines)), "API-YANK-04", "IDX-09");
            check.Equal("the line of 0.2.0 is what it was, byte for byte", untouched, Of(other.Version, lines), "IDX-09");
        });

        await trial.Step("Take the yank back, twice", async check =>
        {
            var answer = await trial.Registry.Unyank(package.Name, package.Version, trial.Publisher);
            check.Succeeded("the unyank is accepted", answer, "API-YANK-02");
            check.Conforms("the body of the unyank says ok", ApiBody.CheckOk(answer.Body), "API-YANK-02", "API-YANK-03");
            var again = await trial.Registry.Unyank(package.Name, package.Version, trial.Publisher);
            check.Conforms("a second unyank says ok too", again.IsSuccess ? ApiBody.CheckOk(again.Body) : new("API-YANK-04", again.ToString()),
                "API-YANK-03", "API-YANK-04", "API-GEN-06");
            var lines = await trial.Eventually(() => trial.Registry.RawLines(package.Name), lines => !IsYanked(Of(package.Version, lines)));
            check.Equal("the version is not yanked any more", false, IsYanked(Of(package.Version, lines)), "API-YANK-04");
            check.Equal("and its line is what it was", ButYanked(line), ButYanked(Of(package.Version, lines)), "API-YANK-04", "IDX-09");
        });

        await trial.Step("Yank what does not exist", async check =>
        {
            var version = await trial.Registry.Yank(package.Name, "9.9.9", trial.Publisher);
            check.That("an unknown version is not found", version is { Status: 404, HasErrors: true }, "404 with errors", version.ToString(), "API-YANK-05");
            var crate = await trial.Registry.Yank(trial.Name("nobody"), "0.1.0", trial.Publisher);
            check.That("an unknown crate is not found", crate is { Status: 404, HasErrors: true }, "404 with errors", crate.ToString(), "API-YANK-05");
            var unyank = await trial.Registry.Unyank(package.Name, "9.9.9", trial.Publisher);
            check.That("an unknown version cannot be unyanked", unyank is { Status: 404, HasErrors: true }, "404 with errors", unyank.ToString(), "API-YANK-05");
        });
    }

    private static string Of(string version, IEnumerable<string> lines) =>
        lines.FirstOrDefault(line => Read(line) is { } read && read.Version.Text == version) ?? "";

    private static bool IsYanked(string line) => Read(line) is { Yanked: true };

    private static IndexLine? Read(string line) => IndexLine.Parse(Encoding.UTF8.GetBytes(line)) is { IsValid: true, Value: var read } ? read : null;

    private static string ButYanked(string line)
    {
        if (Read(line) is null)
            return line;
        using var members = JsonDocument.Parse(line);
        return string.Join(',', members.RootElement.EnumerateObject().Where(member => member.Name != "yanked").Select(member => member.ToString()));
    }
}
