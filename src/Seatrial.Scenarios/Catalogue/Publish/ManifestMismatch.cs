using Seatrial.Cargo;

namespace Seatrial.Scenarios.Publish;

/// <summary>Archives whose manifest is missing, or is not the one that the metadata tells of.</summary>
internal sealed class ManifestMismatch : Scenario
{
    public override string Id => "publish/manifest-mismatch";

    public override string Title => "An archive is refused unless its manifest says what the metadata beside it says.";

    public override string Story =>
        "The index is made from the metadata of the upload, but what is built is the archive. An upload in which the two disagree "
        + "would be one crate in the index and another on the disk, so it is refused.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Names that differ only in case or in a hyphen, and versions that differ only in build metadata, are different texts in a manifest.",
        "A manifest called CARGO.TOML is found on some file systems and not on others; two that differ in case overwrite each other.",
        "Other dependencies than the manifest's: the registry may refuse them, or index what the manifest says.",
        "Paths, links and bombs: publish/hostile-archives.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("told-twice"), "0.1.0");
        var lib = ArchiveEntry.File("src/lib.rs", package.Source);

        await trial.Step("Send manifests of another name or version", async check =>
        {
            (string What, CratePackage Other)[] rows =
            [
                ("of another name", package with { Name = trial.Name("other") }),
                ("of the name in capitals", package with { Name = package.Name.ToUpperInvariant() }),
                ("of the name with underscores", package with { Name = package.Name.Replace('-', '_') }),
                ("of another version", package with { Version = "0.1.1" }),
                ("of the version with build metadata", package with { Version = "0.1.0+built" }),
            ];
            foreach (var (what, other) in rows)
                check.Refused($"a manifest {what} is refused", await Send(Manifest(other.Manifest())), "API-PUB-04", "CRATE-02");
            var inherited = package.Manifest().Replace("version = \"0.1.0\"", "version.workspace = true", StringComparison.Ordinal);
            check.Refused("a manifest that inherits its version is refused", await Send(Manifest(inherited)), "CRATE-02");
        });

        await trial.Step("Send archives without a manifest that cargo would find", async check =>
        {
            check.Refused("no manifest is refused", await Send(), "CRATE-02");
            check.Refused("a manifest in a folder below is refused", await Send(ArchiveEntry.File("src/Cargo.toml", package.Manifest())), "CRATE-02");
            check.Refused("a manifest in capitals is refused", await Send(ArchiveEntry.File("CARGO.TOML", package.Manifest())), "CRATE-02");
            check.Refused("a manifest without a package is refused", await Send(Manifest("[workspace]\nmembers = []\n")), "CRATE-02");
            check.Refused("a manifest that is not TOML is refused", await Send(Manifest("{\"package\":{}}")), "CRATE-02");
            check.Refused("two manifests that differ in case are refused",
                await Send(Manifest(package.Manifest()), ArchiveEntry.File("cargo.toml", package.Manifest())), "CRATE-12");
        });

        await trial.Step("Publish a good archive under the same version", async check =>
        {
            var honest = package with { Source = "pub fn answer() -> u32 { 43 }\n" };
            check.Succeeded("the version is still free", await trial.Registry.Publish(honest, trial.Publisher), "API-PUB-09");
            var lines = await trial.Eventually(() => trial.Registry.RawLines(package.Name), lines => lines.Count > 0);
            check.Equal("the index lists one version", 1, lines.Count, "API-PUB-09");
            var file = await trial.Registry.Download(honest);
            check.Equal("the good bytes are served", honest.Checksum.Text, Checksum.Of(file.Body.Span).Text, "API-PUB-09", "CRATE-11");
        });

        await trial.Step("Publish 0.2.0 with metadata that leaves out the manifest's dependency", async check =>
        {
            var dependency = new PublishDependency { Name = package.Metadata.Name, Requirement = VersionRequirement.Parse("0.1").Value };
            var dependent = new CratePackage(trial.Name("dependent"), "0.2.0") { Index = trial.Registry.IndexUrl, Dependencies = [dependency] };
            var silent = dependent with { Dependencies = [] };
            var answer = await trial.Registry.Publish(silent.FrameWith(dependent.Archive), trial.Publisher);
            var lines = answer.IsSuccess ? await trial.Eventually(() => trial.Registry.Lines(dependent.Name), lines => lines.Count > 0) : [];
            var indexed = lines is [{ Dependencies: [var one] }] ? one.CrateName : null;
            check.That("the upload is refused, or the index follows the manifest",
                answer.IsSuccess ? indexed == package.Name : answer.Status is >= 400 and < 500 && answer.HasErrors,
                $"a refusal, or a line that depends on {package.Name}", $"{answer}; in the index it depends on {indexed ?? "nothing"}", "IDX-22");
        });

        ArchiveEntry Manifest(string text) => ArchiveEntry.File("Cargo.toml", text);

        Task<Answer> Send(params ArchiveEntry[] entries) => trial.Registry.Publish(
            package.FrameWith(CrateArchive.Build(package.Metadata.Name, package.Metadata.Version, [lib, .. entries])), trial.Publisher);
    }
}
