using Seatrial.Cargo;

namespace Seatrial.Scenarios.Publish;

/// <summary>Everything that a manifest can say of dependencies and features, from the upload to the index line.</summary>
internal sealed class RichMetadata : Scenario
{
    public override string Id => "publish/rich-metadata";

    public override string Title => "Dependencies of every kind, and features, stand in the index as the manifest has them.";

    public override string Story =>
        "An author publishes a crate whose manifest uses all that there is: renamed, optional, target, dev and build dependencies "
        + "and features with dep: and ?/. Cargo resolves from the index alone, so that line must say exactly what the manifest says.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "A renamed dependency stands in the upload and in the index the other way round.",
        "Both placements of new features are right, in features and in features2 with v 2: cargo merges them.",
        "The manifest says which registry the dependencies come from, the upload leaves it out, as cargo does; the index must have null.",
        "A dependency from another registry is left out, since a registry may refuse it (API-PUB-20).",
        "Metadata that is not the manifest's: publish/manifest-mismatch.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var helper = new CratePackage(trial.Name("helper"), "1.2.3") { Features = Map(("extra", [])) };
        PublishDependency Helper() => new() { Name = CrateName.Parse(helper.Name).Value, Requirement = VersionRequirement.Parse("1.2").Value };
        var package = new CratePackage(trial.Name("rich"), "0.1.0")
        {
            Index = trial.Registry.IndexUrl,
            Keywords = ["sea", "trial"],
            Readme = "# Rich\n\nIt has «everything».\n",
            RustVersion = "1.60",
            Dependencies =
            [
                Helper() with { Alias = "renamed", DefaultFeatures = false, Features = ["extra"] },
                Helper() with { Alias = "maybe", Optional = true },
                Helper() with { Kind = DependencyKind.Dev },
                Helper() with { Kind = DependencyKind.Build },
                Helper() with { Target = "cfg(windows)" },
            ],
            Features = Map(("default", ["plain"]), ("plain", []), ("old", ["renamed/extra"]), ("new", ["dep:maybe"]), ("weak", ["maybe?/extra"])),
        };

        await trial.Setup("Publish the dependency and wait until it is indexed", async check =>
        {
            check.Succeeded("the registry accepts the dependency", await trial.Registry.Publish(helper, trial.Publisher));
            var lines = await trial.Eventually(() => trial.Registry.Lines(helper.Name), lines => lines.Count > 0);
            check.Equal("the dependency is in the index", 1, lines.Count);
        });

        var file = await trial.Step("Publish the crate and wait until it is indexed", async check =>
        {
            var answer = await trial.Registry.Publish(package, trial.Publisher);
            check.Succeeded("the registry accepts the crate", answer, "API-PUB-01");
            check.Conforms("the answer is what cargo can read", ApiBody.CheckPublishAnswer(answer.Body), "API-PUB-10");
            return await trial.Eventually(() => trial.Registry.Index(IndexPath.For(package.Name)), file => file.Status == 200);
        });

        await trial.Step("Look at the dependencies in the index", check =>
        {
            var violations = IndexFile.Lint(file.Body, package.Name);
            check.That("the line breaks no rule", file.Status == 200 && violations.Count == 0, "no violation", $"{file.Status}; {string.Join("; ", violations)}",
                "IDX-11", "IDX-17", "IDX-21");
            var dependencies = IndexFile.Parse(file.Body).Versions.FirstOrDefault()?.Dependencies ?? [];
            check.Equal("there are five dependencies", 5, dependencies.Count, "IDX-22");
            var renamed = dependencies.FirstOrDefault(one => one.Name == "renamed");
            check.Equal("the alias is the name, the crate is the package", helper.Name, renamed?.Package, "IDX-19");
            check.Equal("its requirement is the manifest's", "^1.2", renamed?.Requirement.ToString(), "IDX-17", "IDX-22");
            check.Equal("its default features are off", false, renamed?.DefaultFeatures, "IDX-22");
            check.Equal("its feature is on", "extra", string.Join(", ", renamed?.Features ?? []), "IDX-22");
            check.Equal("one dependency is optional", "maybe", string.Join(", ", dependencies.Where(one => one.Optional).Select(one => one.Name)), "IDX-22");
            check.Equal("each kind is there", "Build, Dev, Normal, Normal, Normal",
                string.Join(", ", dependencies.Select(one => one.Kind.ToString()).Order(StringComparer.Ordinal)), "IDX-22");
            check.Equal("one dependency is for a target", "cfg(windows)", string.Join(", ", dependencies.Select(one => one.Target).OfType<string>()),
                "IDX-17", "IDX-22");
            check.Equal("none names a registry", "", string.Join(", ", dependencies.Select(one => one.Registry).OfType<string>()), "IDX-20");
            return Task.CompletedTask;
        });

        await trial.Step("Look at the features in the index", check =>
        {
            var line = IndexFile.Parse(file.Body).Versions.FirstOrDefault();
            check.Equal("the features are the manifest's", Text(package.Features), Text(line?.AllFeatures ?? FeatureMap.Empty), "IDX-13", "IDX-22");
            check.That("features2 stand in a line of version 2", line is null or { Features2.Count: 0 } or { SchemaVersion: 2 }, "v 2 where features2 are",
                $"v {line?.SchemaVersion}, {line?.Features2.Count} features2", "IDX-12", "IDX-13");
            return Task.CompletedTask;
        });
    }

    private static FeatureMap Map(params (string Name, string[] Values)[] features) =>
        new(features.Select(feature => KeyValuePair.Create<string, IReadOnlyList<string>>(feature.Name, feature.Values)));

    private static string Text(FeatureMap features) => string.Join("; ",
        features.OrderBy(feature => feature.Key, StringComparer.Ordinal).Select(feature => $"{feature.Key} = {string.Join(", ", feature.Value)}"));
}
