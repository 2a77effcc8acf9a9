using Seatrial.Registry.Index;

namespace Seatrial.Defects;

/// <summary>Dependencies stand in the index under their canonical names, which no crate has that is spelled with hyphens.</summary>
internal static class DependencyNamesFolded
{
    public static Defect Defect { get; } = new(
        "dependency-names-folded",
        "56 (86dffda6e): names of dependencies that are not those of the crates",
        "Dependencies stand in the index under their canonical names, which no crate has that is spelled with hyphens.",
        Check.Scenario("publish/rich-metadata", "IDX-19"))
    {
        Wiring = Wiring.Standard with { UpdateIndex = Wiring.Standard.UpdateIndex.After("read-versions", Fold) },
    };

    private static void Fold(IndexAttempt attempt) => attempt.Lines = [.. attempt.Lines.Select(line => line with
    {
        Dependencies = [.. line.Dependencies.Select(one => one.Package is { } package
            ? one with { Package = package.Replace('-', '_') }
            : one with { Name = one.Name.Replace('-', '_') })],
    })];
}
