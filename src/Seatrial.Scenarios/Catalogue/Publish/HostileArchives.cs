using System.Text;
using Seatrial.Cargo;

namespace Seatrial.Scenarios.Publish;

/// <summary>Archives that would write where they must not, or say something else to every reader.</summary>
internal sealed class HostileArchives : Scenario
{
    public override string Id => "publish/hostile-archives";

    public override string Title => "An archive with foreign paths, links, hidden parts or too much inside is refused.";

    public override string Story =>
        "Somebody uploads archives that are made to escape the folder they are unpacked in, to hide files from who checks them, or "
        + "to fill a disk. Cargo would unpack some of them, so the registry is the last one who can say no.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Every archive has a right manifest in the right place, and is wrong in one thing.",
        "The bomb holds 513 MiB of zeros in about half a megabyte: cargo's cap is 512 MiB or 20 times the compressed size.",
        "Garbage behind the archive, a missing end and odd entry types that unpack as files may be refused or kept (CRATE-10), so they are left out.",
        "Manifests that are missing or say something else: publish/manifest-mismatch.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("hostile"), "0.1.0");
        var root = CrateArchive.Root(package.Metadata.Name, package.Metadata.Version);
        ArchiveEntry[] good = [ArchiveEntry.File($"{root}/Cargo.toml", package.Manifest()), ArchiveEntry.File($"{root}/src/lib.rs", package.Source)];

        await trial.Step("Send archives with paths outside the package's folder", async check =>
        {
            (string What, string Path)[] rows =
            [
                ("beside the folder", "lib.rs"), ("in another folder", "elsewhere/lib.rs"), ("at an absolute path", "/tmp/seatrial/lib.rs"),
                ("behind a dot", $"./{root}/src/dot.rs"), ("above the folder", $"{root}/../lib.rs"), ("far above the folder", $"{root}/src/../../../lib.rs"),
                ("in the folder in capitals", $"{root.ToUpperInvariant()}/src/lib.rs"),
            ];
            foreach (var (what, path) in rows)
                check.Refused($"a file {what} is refused", await Send([.. good, ArchiveEntry.File(path, "pub fn trap() {}\n")]), "CRATE-01");
            var foreign = good.Select(entry => ArchiveEntry.File(
                Encoding.UTF8.GetString(entry.Path.Span).Replace("-0.1.0/", "-0.1.1/", StringComparison.Ordinal), entry.Content));
            check.Refused("the folder of another version is refused", await Send(foreign), "CRATE-01", "API-PUB-04");
            check.Refused("a foreign path that only a pax size shows is refused", await Send([.. good, Hidden($"{root}/data")]), "CRATE-01");
        });

        await trial.Step("Send archives with links and special files", async check =>
        {
            foreach (var type in new[] { EntryType.SymbolicLink, EntryType.HardLink, EntryType.Fifo, EntryType.CharacterDevice, EntryType.BlockDevice })
            {
                var special = ArchiveEntry.Special($"{root}/src/special", type, type == EntryType.HardLink ? $"{root}/Cargo.toml" : "/etc/hostname");
                check.Refused($"an entry of type {type} is refused", await Send([.. good, special]), "CRATE-03");
            }
        });

        await trial.Step("Send archives that are not one gzip'd tar", async check =>
        {
            ArchiveEntry[] hidden = [ArchiveEntry.File($"{root}/src/hidden.rs", "pub fn trap() {}\n")];
            check.Refused("a second gzip member is refused", await Send(good, new() { SecondMember = hidden }), "CRATE-09");
            check.Refused("a tar that goes on in a second gzip member is refused", await Send(good, new() { SecondMember = hidden, EndBlocks = false }), "CRATE-09");
            check.Refused("a tar without gzip is refused", await Send(good, new() { Gzip = false }), "CRATE-01");
            var noise = new byte[1024];
            trial.Chance.NextBytes(noise);
            check.Refused("noise is refused", await Upload(noise), "CRATE-01");
            check.Refused("half an archive is refused", await Upload(package.Archive[..(package.Archive.Length / 2)]), "CRATE-01");
        });

        await trial.Step("Send an archive that unpacks to more than cargo takes", async check =>
        {
            var bomb = ArchiveEntry.File($"{root}/bomb.bin", "") with { Zeros = 513L << 20 };
            check.Refused("513 MiB in half a megabyte is refused", await Send([.. good, bomb]), "CRATE-06");
        });

        await trial.Step("Publish a good archive with other bytes under the same version", async check =>
        {
            var honest = package with { Source = "pub fn answer() -> u32 { 43 }\n" };
            check.Succeeded("the version is still free", await trial.Registry.Publish(honest, trial.Publisher), "API-PUB-09");
            var lines = await trial.Eventually(() => trial.Registry.RawLines(package.Name), lines => lines.Count > 0);
            check.Equal("the index lists one version", 1, lines.Count, "API-PUB-09");
            var file = await trial.Registry.Download(honest);
            check.Equal("the good bytes are served", honest.Checksum.Text, Checksum.Of(file.Body.Span).Text, "API-PUB-09", "CRATE-11");
        });

        Task<Answer> Send(IEnumerable<ArchiveEntry> entries, RawArchive? options = null) => Upload(CrateArchive.BuildRaw(entries, options));

        Task<Answer> Upload(ReadOnlyMemory<byte> archive) => trial.Registry.Publish(package.FrameWith(archive), trial.Publisher);
    }

    // The header counts the inner tar as content; a reader that believes the pax size of 0, as cargo does, reads its entry.
    private static ArchiveEntry Hidden(string path)
    {
        var inner = CrateArchive.BuildRaw([ArchiveEntry.File("elsewhere/lib.rs", "pub fn trap() {}\n")], new() { Gzip = false, EndBlocks = false });
        return ArchiveEntry.File(path, inner) with { Pax = [KeyValuePair.Create("size", "0")] };
    }
}
