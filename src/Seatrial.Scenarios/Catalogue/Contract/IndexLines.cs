using Seatrial.Cargo;

namespace Seatrial.Scenarios.Contract;

/// <summary>The raw bytes of an index file, held to every rule that cargo has for them and some that it should have.</summary>
internal sealed class IndexLines : Scenario
{
    public override string Id => "contract/index-lines";

    public override string Title => "Every line of an index file is one that cargo can use, at the path where cargo looks for it.";

    public override string Story =>
        "Cargo drops lines of an index that it cannot read, mostly without a word, and their versions are gone. So the bytes of the "
        + "file are read strictly: what has been published stands there, line by line, without a fault.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "A plain line, one with dependencies and features, and one with an oldest compiler: each part of a line is there once.",
        "The name has capitals: the path is in small letters, the lines keep the capitals.",
        "Names of one, two and three letters have paths of their own, but in a shared namespace nobody can be sure to get one.",
        "A missing final newline and any content type are fine with cargo, so they are not checked. Renamed dependencies: publish/rich-metadata.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var plain = new CratePackage(trial.Name("Lined-Up"), "0.1.0") { Index = trial.Registry.IndexUrl };
        var helper = new CratePackage(trial.Name("line"), "1.0.0");
        var rich = plain with
        {
            Version = "0.2.0",
            Dependencies = [new() { Name = helper.Metadata.Name, Requirement = VersionRequirement.Parse(">=1, <3").Value, Optional = true, Target = "cfg(unix)" }],
            Features = new([KeyValuePair.Create<string, IReadOnlyList<string>>("more", [$"dep:{helper.Name}"])]),
        };
        var dated = plain with { Version = "0.3.0-rc.1+late", RustVersion = "1.70" };
        var path = IndexPath.For(plain.Name);

        await trial.Setup("Publish a crate to depend on", async check =>
        {
            check.Succeeded("the registry accepts the dependency", await trial.Registry.Publish(helper, trial.Publisher));
            await trial.Eventually(() => trial.Registry.Lines(helper.Name), lines => lines.Count > 0);
        });

        var file = await trial.Setup("Publish three versions and wait until all are indexed", async check =>
        {
            foreach (var package in new[] { plain, rich, dated })
                check.Succeeded($"the registry accepts {package.Version}", await trial.Registry.Publish(package, trial.Publisher));
            return await trial.Eventually(() => trial.Registry.Index(path), file => IndexFile.Parse(file.Body).Lines.Count > 2);
        });

        await trial.Step("Read the bytes of the index file", check =>
        {
            check.Status("the file is where its name in small letters says", 200, file, "IDX-01");
            var violations = IndexFile.Lint(file.Body, plain.Name);
            check.That("no line breaks a rule", violations.Count == 0, "no violation", string.Join("; ", violations),
                "IDX-02", "IDX-03", "IDX-10", "IDX-11", "IDX-12", "IDX-13", "IDX-14", "IDX-15", "IDX-17");
            var lines = IndexFile.Parse(file.Body).Lines;
            check.Equal("there are three lines", 3, lines.Count, "IDX-02", "IDX-05");
            check.Equal("they are of the three versions", "0.1.0, 0.2.0, 0.3.0-rc.1+late", string.Join(", ",
                lines.Select(line => line.IsValid ? line.Value.Version.Text : "?").Order(StringComparer.Ordinal)), "IDX-04", "IDX-05");
            check.Equal("they spell the name with its capitals", plain.Name, string.Join(", ",
                lines.Select(line => line.IsValid ? line.Value.Name : "?").Distinct()), "IDX-07");
            return Task.CompletedTask;
        });

        await trial.Step("Compare each checksum with the upload", async check =>
        {
            var lines = await trial.Registry.Lines(plain.Name);
            foreach (var package in new[] { plain, rich, dated })
                check.Equal($"the checksum of {package.Version} is in small hex digits that of the upload", package.Checksum.Text,
                    lines.FirstOrDefault(line => line.Version.Text == package.Version)?.Checksum.Text, "IDX-08");
        });

        await trial.Step("Ask for the file as other clients would", async check =>
        {
            string[] types = ["application/json", "text/html"];
            foreach (var accept in types)
            {
                var other = await trial.Registry.Index(path, ("Accept", accept));
                check.That($"a client that accepts {accept} gets the same bytes", other.Status == 200 && other.Body.Span.SequenceEqual(file.Body.Span),
                    "200 and the same bytes", other.ToString(), "SPR-02");
            }
        });
    }
}
