using System.IO.Compression;
using System.Text;

namespace Seatrial.Cargo.Tests.Archives;

public sealed class InspectTests
{
    private const string ManifestText = "[package]\nname = \"foo\"\nversion = \"1.0.0\"\n";

    private static readonly ArchiveEntry Manifest = ArchiveEntry.File("foo-1.0.0/Cargo.toml", ManifestText);
    private static readonly ArchiveEntry Lib = ArchiveEntry.File("foo-1.0.0/src/lib.rs", "// lib");

    private static Parsed<CrateContents> Inspect(byte[] bytes, PublishLimits? limits = null, string? readme = null) =>
        CrateArchive.Inspect(bytes, Some.Name("foo"), Some.Version("1.0.0"), limits ?? PublishLimits.Standard, readme);

    private static byte[] With(params ArchiveEntry[] entries) => CrateArchive.BuildRaw([Manifest, .. entries]);

    private static byte[] Raw(RawArchive options) => CrateArchive.BuildRaw([Manifest, Lib], options);

    private static ArchiveEntry At(string path) => ArchiveEntry.File(path, "x");

    private static byte[] Changed(byte[] bytes, System.Index at)
    {
        bytes[at] ^= 0xff;
        return bytes;
    }

    /// <summary>Whole data and a fitting trailer, but the last deflate block says that another follows.</summary>
    private static byte[] Unfinished
    {
        get
        {
            var tar = new byte[1024];
            using var output = new MemoryStream();
            using (var deflate = new DeflateStream(output, CompressionLevel.NoCompression, leaveOpen: true))
                deflate.Write(tar);
            var stored = output.ToArray();
            stored[0] &= 0xfe;
            return [.. Raw(new())[..10], (byte)'x', 0, .. stored, 0x60, 0x7e, 0x8c, 0xef, 0, 4, 0, 0];
        }
    }

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "M29", [] },
        { "M29", Some.Utf8("BZh91AY&SY") },
        { "M29", Raw(new() { Gzip = false }) },
        { "M29", Raw(new())[..^1] },
        { "M29", Raw(new())[..^9] },
        { "M29", Raw(new())[..40] },
        { "M29", Changed(Raw(new()), ^1) },
        { "M29", Changed(Raw(new()), ^8) },
        { "M29", CrateArchive.BuildRaw([], new() { EndBlocks = false, AfterTar = Encoding.ASCII.GetBytes(new string('x', 512)) }) },
        { "M29", [.. Raw(new())[..^8], 0, .. Raw(new())[^8..]] },
        { "M29", Unfinished },
        { "CRATE-09", Raw(new() { SecondMember = [Lib] }) },
        { "CRATE-10", Raw(new() { AfterGzip = new byte[] { 0 } }) },
        { "CRATE-10", Raw(new() { AfterGzip = new byte[100_000] }) },
        { "CRATE-10", Raw(new() { AfterTar = new byte[] { 1 } }) },
        { "CRATE-10", Raw(new() { EndBlocks = false }) },
        { "CRATE-10", Raw(new() { EndBlocks = false, AfterTar = new byte[512] }) },
        { "M22", With(At("foo-1.0.1/src/lib.rs")) },
        { "M22", With(At("Foo-1.0.0/src/lib.rs")) },
        { "M23", With(At("loose")) },
        { "M23", With(At("/foo-1.0.0/lib.rs")) },
        { "M23", With(At("./foo-1.0.0/lib.rs")) },
        { "M23", With(At("foo-1.0.0/../evil")) },
        { "M23", With(At("foo-1.0.0//lib.rs")) },
        { "M23", With(At("foo-1.0.0/src/")) },
        { "M23", With(At("foo-1.0.0")) },
        { "M23", With(new ArchiveEntry(new byte[] { (byte)'f', 0xff })) },
        { "M24", With(ArchiveEntry.Special("foo-1.0.0/l", EntryType.SymbolicLink, "/etc/passwd")) },
        { "M24", With(ArchiveEntry.Special("foo-1.0.0/l", EntryType.HardLink, "Cargo.toml")) },
        { "M24", With(ArchiveEntry.Special("foo-1.0.0/l", EntryType.Fifo)) },
        { "M24", With(ArchiveEntry.Special("foo-1.0.0/l", EntryType.CharacterDevice)) },
        { "M24", With(ArchiveEntry.Special("foo-1.0.0/l", EntryType.BlockDevice)) },
        { "M24", With(ArchiveEntry.Special("foo-1.0.0/l", EntryType.Contiguous)) },
        { "M24", With(ArchiveEntry.Special("foo-1.0.0/l", EntryType.Sparse)) },
        { "M24", With(ArchiveEntry.Special("foo-1.0.0/l", EntryType.PaxGlobal)) },
        { "M24", With(ArchiveEntry.Special("foo-1.0.0/l", EntryType.GnuLongLink)) },
        { "M24", With(ArchiveEntry.Special("foo-1.0.0/d", EntryType.Folder) with { Content = new byte[1] }) },
        { "M25", With(Lib with { Pax = [new("size", "7")] }) },
        { "M25", With(Lib with { Pax = [new("size", "x")] }) },
        { "M25", With(Lib with { Pax = [new("linkpath", "/etc")] }) },
        { "M25", With(Lib with { Pax = [new("GNU.sparse.map", "0,1")] }) },
        { "M25", With(ArchiveEntry.Special("x", EntryType.PaxNext) with { Content = Some.Utf8("999 path=a\n") }, Lib) },
        { "M25", With(ArchiveEntry.Special("x", EntryType.PaxNext)) },
        { "M26", CrateArchive.BuildRaw([Lib]) },
        { "M26", CrateArchive.BuildRaw([At("foo-1.0.0/CARGO.TOML")]) },
        { "M26", With(At("foo-1.0.0/cargo.toml")) },
        { "M27", With(Manifest) },
        { "M27", With(Lib, Lib) },
        { "M27", With(At("foo-1.0.0/src"), Lib) },
        { "M27", With(Lib, At("foo-1.0.0/src")) },
        { "M31", With(At("foo-1.0.0/" + new string('p', 1100))) },
        { "M31", CrateArchive.BuildRaw([Manifest with { Zeros = 1 << 20 }]) },
        { "CRATE-02", CrateArchive.BuildRaw([ArchiveEntry.File("foo-1.0.0/Cargo.toml", "[package")]) },
        { "CRATE-02", CrateArchive.BuildRaw([ArchiveEntry.File("foo-1.0.0/Cargo.toml", "[package]\nname = \"foo\"\n")]) },
        { "CRATE-02", CrateArchive.BuildRaw([ArchiveEntry.File("foo-1.0.0/Cargo.toml", new byte[] { 0xff })]) },
        { "CRATE-04", With(At("foo-1.0.0/.cargo-ok")) },
        { "CRATE-12", With(Lib, At("foo-1.0.0/SRC/lib.rs")) },
        { "CRATE-12", With(At("foo-1.0.0/src/aux.rs")) },
        { "CRATE-12", With(At("foo-1.0.0/a:b")) },
        { "CRATE-12", With(At("foo-1.0.0/a\\b")) },
        { "CRATE-12", With(At("foo-1.0.0/dot.")) },
        { "CRATE-12", With(At("foo-1.0.0/a\nb")) },
        { "M19", CrateArchive.BuildRaw([ArchiveEntry.File("foo-1.0.0/Cargo.toml", ManifestText.Replace("foo", "Foo", StringComparison.Ordinal))]) },
        { "M20", CrateArchive.BuildRaw([ArchiveEntry.File("foo-1.0.0/Cargo.toml", ManifestText.Replace("1.0.0", "1.0.0+b", StringComparison.Ordinal))]) },
        { "M30", CrateArchive.BuildRaw([ArchiveEntry.File("foo-1.0.0/Cargo.toml", "")]) },
        { "M30", CrateArchive.BuildRaw([ArchiveEntry.File("foo-1.0.0/Cargo.toml", ManifestText + "[patch.crates-io]\n")]) },
        { "M30", CrateArchive.BuildRaw([ArchiveEntry.File("foo-1.0.0/Cargo.toml", "[package]\nname = \"foo\"\nversion.workspace = true\n")]) },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_hostile_archive_is_refused_by_the_rule_it_breaks(string rule, byte[] archive) =>
        Assert.Equal(rule, Inspect(archive).Violation?.Rule);

    public static TheoryData<byte[]> Fine =>
    [
        With(Lib),
        With(ArchiveEntry.Special("foo-1.0.0/", EntryType.Folder), ArchiveEntry.Special("foo-1.0.0/src/", EntryType.Folder), Lib),
        With(At("foo-1.0.0/" + new string('p', 300)), Lib),
        With(Lib with { Pax = [new("size", "6"), new("mtime", "1.5")] }),
        With(At("short") with { Pax = [new("path", "foo-1.0.0/from-pax")] }),
        With(At("foo-1.0.0/nested/Cargo.toml"), At("foo-1.0.0/.cargo_vcs_info.json"), At("foo-1.0.0/console.rs"), At("foo-1.0.0/é")),
        With(Lib with { Mode = Convert.ToInt32("4777", 8) }),
        Raw(new() { AfterTar = new byte[10_000] }),
    ];

    [Theory]
    [MemberData(nameof(Fine))]
    public void An_honest_archive_passes(byte[] archive) => Assert.Null(Inspect(archive).Violation);

    [Fact]
    public void An_archive_may_hold_as_many_entries_as_the_limit_says_and_no_more()
    {
        var archive = With(At("foo-1.0.0/a"), At("foo-1.0.0/b"));
        Assert.True(Inspect(archive, new() { Entries = 3 }).IsValid);
        Assert.Equal("M28", Inspect(archive, new() { Entries = 2 }).Violation!.Rule);
    }

    [Fact]
    public void An_archive_may_unpack_to_the_limit_and_no_more()
    {
        var archive = With(Lib);
        Assert.True(Inspect(archive, new() { UnpackedBytes = 6 * 512 }).IsValid);
        Assert.Equal("CRATE-06", Inspect(archive, new() { UnpackedBytes = (6 * 512) - 1 }).Violation!.Rule);
    }

    [Fact]
    public void A_bomb_is_refused_by_its_claim_or_by_what_comes_out()
    {
        var small = new PublishLimits { UnpackedBytes = 4 << 20 };
        Assert.True(Inspect(With(Lib with { Zeros = 3 << 20 }), small).IsValid);
        Assert.Equal("CRATE-06", Inspect(With(Lib with { Zeros = 5 << 20 }), small).Violation!.Rule);
        Assert.Equal("CRATE-06", Inspect(With(Lib with { DeclaredSize = 1L << 40 })).Violation!.Rule);
        Assert.Equal("CRATE-06", Inspect(Raw(new() { AfterTar = new byte[5 << 20] }), small).Violation!.Rule);
        Assert.Equal("CRATE-10", Inspect(With(ArchiveEntry.File("foo-1.0.0/z", "") with { DeclaredSize = 0, Zeros = 1 << 20 }, Lib)).Violation!.Rule);
    }

    [Fact]
    public void The_readme_is_kept_only_when_asked_for()
    {
        var archive = With(ArchiveEntry.File("foo-1.0.0/README.md", "# é"));
        Assert.Equal("# é", Inspect(archive, readme: "README.md").Value.Readme);
        Assert.Null(Inspect(archive).Value.Readme);
        Assert.Null(Inspect(archive, readme: "OTHER.md").Value.Readme);
    }

    [Fact]
    public void The_same_files_in_any_order_make_the_same_archive()
    {
        ArchiveEntry[] files = [ArchiveEntry.File("b", "2"), ArchiveEntry.File("a", "1"), ArchiveEntry.File("Cargo.toml", ManifestText)];
        var one = CrateArchive.Build(Some.Name("foo"), Some.Version("1.0.0"), files);
        Assert.Equal(one, CrateArchive.Build(Some.Name("foo"), Some.Version("1.0.0"), files.Reverse()));
        Assert.Equal(["Cargo.toml", "a", "b"], Inspect(one).Value.Files.Select(file => file.Path));
    }
}
