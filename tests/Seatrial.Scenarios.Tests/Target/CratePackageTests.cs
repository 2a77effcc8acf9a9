using Seatrial.Cargo;

namespace Seatrial.Scenarios.Tests;

public sealed class CratePackageTests
{
    private const string Index = "sparse+http://127.0.0.1:1/index/";

    private static readonly PublishDependency Dependency = new()
    {
        Name = CrateName.Parse("other").Value,
        Requirement = VersionRequirement.Parse("1").Value,
    };

    [Fact]
    public void A_manifest_names_the_registry_of_every_dependency_and_the_metadata_only_a_foreign_one()
    {
        var package = new CratePackage("crate", "0.1.0") { Index = Index, Dependencies = [Dependency] };
        Assert.Contains($"registry-index = \"{Index.Replace("+", "\\u002B", StringComparison.Ordinal)}\"", package.Manifest(), StringComparison.Ordinal);
        Assert.Null(package.Metadata.Dependencies[0].Registry);
        Assert.Null(Disagreement(package, Index));
    }

    [Fact]
    public void Without_an_index_a_manifest_means_another_registry_than_the_metadata() =>
        Assert.NotNull(Disagreement(new CratePackage("crate", "0.1.0") { Dependencies = [Dependency] }, Index));

    private static Violation? Disagreement(CratePackage package, string index) =>
        CrateArchive.Inspect(package.Archive, package.Metadata.Name, package.Metadata.Version, PublishLimits.Standard)
            .Value.Manifest.Disagreement(package.Metadata, index);
}
