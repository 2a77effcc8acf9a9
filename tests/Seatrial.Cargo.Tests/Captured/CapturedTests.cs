using System.IO.Compression;
using System.Text;

namespace Seatrial.Cargo.Tests.Captured;

/// <summary>Bytes that cargo 1.95 sent, kept beside this file, read and written again by the kernel.</summary>
public sealed class CapturedTests
{
    [Theory]
    [InlineData("minimal.bin")]
    [InlineData("rich.bin")]
    public void A_captured_frame_is_read_and_written_again_byte_for_byte(string file) =>
        CheckFrame(Read(file), Encoding.UTF8.GetString(Read("own-index.txt")));

    [Theory]
    [InlineData("minimal.bin")]
    [InlineData("rich.bin")]
    public void An_archive_built_from_the_captured_files_is_the_same_tar(string file)
    {
        var frame = PublishFrame.Read(Read(file), PublishLimits.Standard).Value;
        var built = CrateArchive.Build(frame.Metadata.Name, frame.Metadata.Version, Files(frame).Reverse());
        Assert.Equal(Unzip(frame.Archive.ToArray()), Unzip(built));
        Assert.Equal(frame.Archive.Span[..30].ToArray(), built[..30]);
    }

    [Fact]
    public void The_index_line_of_the_rich_capture_is_the_one_written_by_hand()
    {
        var frame = PublishFrame.Read(Read("rich.bin"), PublishLimits.Standard).Value;
        var own = Encoding.UTF8.GetString(Read("own-index.txt"));
        var line = IndexLine.From(frame.Metadata, Checksum.Of(frame.Archive.Span), new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(1)), own);
        var expected = """
            {"name":"rich","vers":"1.2.3-beta.1+build.7","deps":[
            {"name":"Dep-E","req":"^0.3","features":[],"optional":false,"default_features":true,"target":null,"kind":"normal","registry":"https://github.com/rust-lang/crates.io-index"},
            {"name":"alias","req":"^1.2","features":["x"],"optional":true,"default_features":false,"target":null,"kind":"normal","package":"dep-a"},
            {"name":"dep-b","req":"~1.0","features":[],"optional":false,"default_features":true,"target":null,"kind":"normal"},
            {"name":"dep_c","req":">=1, <2","features":[],"optional":true,"default_features":true,"target":null,"kind":"normal"},
            {"name":"third","req":"=1.0.0","features":[],"optional":false,"default_features":true,"target":null,"kind":"dev","registry":"OTHER","package":"dep-d"},
            {"name":"dep-b","req":"1.*","features":[],"optional":false,"default_features":true,"target":null,"kind":"build"},
            {"name":"dep-d","req":"^1.0.0","features":[],"optional":false,"default_features":true,"target":"cfg(all(unix, not(target_os = \"macos\")))","kind":"normal"},
            {"name":"dep-a","req":"^1","features":[],"optional":false,"default_features":true,"target":"x86_64-pc-windows-msvc","kind":"dev"}
            ],"cksum":"CKSUM","features":{"default":["std"],"std":["dep-b/x"],"weak":["dep_c"]},"features2":{"extra":["dep:alias","dep_c?/x"]},"yanked":false,"links":"rich-native","rust_version":"1.70","pubtime":"2026-01-02T02:04:05Z","v":2}
            """.ReplaceLineEndings("").Replace("OTHER", own.Replace("/index/", "/other/", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("CKSUM", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(frame.Archive.Span)), StringComparison.Ordinal);
        Assert.Equal(expected, Encoding.UTF8.GetString(line.ToJson()));
        Assert.Empty(IndexFile.Lint(IndexFile.Render([line]), "rich"));
    }

    [Fact]
    public void A_captured_archive_holds_the_files_of_its_package()
    {
        var frame = PublishFrame.Read(Read("minimal.bin"), PublishLimits.Standard).Value;
        var contents = CrateArchive.Inspect(frame.Archive, frame.Metadata.Name, frame.Metadata.Version, PublishLimits.Standard).Value;
        Assert.Equal(["Cargo.lock", "Cargo.toml", "Cargo.toml.orig", "src/lib.rs"], contents.Files.Select(file => file.Path));
        Assert.Equal(contents.Files.Sum(file => file.Size), contents.UnpackedBytes);
        Assert.Null(contents.Manifest.ReadmePath);
    }

    [Fact]
    public void Another_own_index_makes_manifest_and_metadata_disagree()
    {
        var frame = PublishFrame.Read(Read("rich.bin"), PublishLimits.Standard).Value;
        var contents = CrateArchive.Inspect(frame.Archive, frame.Metadata.Name, frame.Metadata.Version, PublishLimits.Standard).Value;
        Assert.Equal("M21", contents.Manifest.Disagreement(frame.Metadata, "sparse+https://elsewhere.example/")!.Rule);
    }

    [Fact]
    public void Captures_name_no_machine()
    {
        string[] machine = [Path.GetTempPath(), "/home/", "/root", "/Users/"];
        foreach (var file in new[] { "minimal.bin", "rich.bin", "requests.txt" })
            Assert.All(machine, word => Assert.DoesNotContain(word, Encoding.Latin1.GetString(Tree(file)), StringComparison.Ordinal));
        Assert.Contains("rich-1.2.3-beta.1+build.7/Cargo.toml", Encoding.Latin1.GetString(Tree("rich.bin")), StringComparison.Ordinal);
    }

    internal static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Captured", file));

    internal static void CheckFrame(byte[] body, string ownIndex)
    {
        var frame = PublishFrame.Read(body, PublishLimits.Standard).Value;
        Assert.Equal(Encoding.UTF8.GetString(frame.MetadataJson.Span), Encoding.UTF8.GetString(frame.Metadata.ToJson()));
        Assert.Equal(body, PublishFrame.Of(frame.Metadata, frame.Archive).Write());
        var contents = CrateArchive.Inspect(
            frame.Archive, frame.Metadata.Name, frame.Metadata.Version, PublishLimits.Standard, frame.Metadata.ReadmeFile).Value;
        Assert.Equal(frame.Metadata.Readme, contents.Readme);
        Assert.Null(contents.Manifest.Disagreement(frame.Metadata, ownIndex));
    }

    private static IEnumerable<ArchiveEntry> Files(PublishFrame frame)
    {
        using var tar = new System.Formats.Tar.TarReader(new MemoryStream(Unzip(frame.Archive.ToArray())));
        while (tar.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            yield return ArchiveEntry.File(entry.Name[(entry.Name.IndexOf('/') + 1)..], content.ToArray());
        }
    }

    private static byte[] Tree(string file) => file.EndsWith(".bin", StringComparison.Ordinal)
        ? [.. Read(file), .. Unzip(PublishFrame.Read(Read(file), PublishLimits.Standard).Value.Archive.ToArray())]
        : Read(file);

    private static byte[] Unzip(byte[] gzip)
    {
        using var output = new MemoryStream();
        new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress).CopyTo(output);
        return output.ToArray();
    }
}
