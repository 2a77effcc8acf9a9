using System.Numerics;
using CsCheck;

namespace Seatrial.Cargo.Tests;

/// <summary>What holds for every input, not only for those that somebody thought of.</summary>
public sealed class PropertyTests
{
    private static readonly Gen<string> Identifier = Gen.OneOf("a", "B", "x-y", "alpha", "0a", "7", "0", "12", "-");

    private static readonly Gen<string> Tail = Identifier.Array[0, 3].Select(parts => string.Join('.', parts));

    private static readonly Gen<CrateVersion> Versions = Gen.Select(Gen.UInt[0, 3], Gen.UInt[0, 3], Gen.UInt[0, 3], Tail, Tail).Select(
        (major, minor, patch, pre, build) => Some.Version(
            $"{major}.{minor}.{patch}{(pre.Length > 0 ? "-" : "")}{pre}{(build.Length > 0 ? "+" : "")}{build}"));

    private static readonly Gen<string> Names = Gen.OneOf("a", "b-c", "B_c", "new", "serde");

    private static readonly Gen<string> Texts = Gen.String[Gen.Char.Where(c => !char.IsSurrogate(c)), 0, 12];

    private static readonly Gen<PublishDependency> Dependencies = Gen.Select(
        Names, Gen.Bool, Gen.Bool, Gen.OneOf("*", "^1.2", ">=1, <2", "~0.1.0-a"), Gen.OneOf(null, "cfg(unix)", "x86_64-linux"),
        Gen.OneOf(null, "_al", "z")).Select((name, optional, defaults, requirement, target, alias) => new PublishDependency
        {
            Name = Some.Name(name),
            Optional = optional,
            DefaultFeatures = defaults,
            Requirement = Some.Requirement(requirement),
            Target = target,
            Alias = alias,
            Kind = optional ? DependencyKind.Normal : DependencyKind.Dev,
        });

    private static readonly Gen<PublishMetadata> Metadata = Gen.Select(Versions, Dependencies.Array[0, 4], Texts, Texts.Array[0, 3], Gen.Bool)
        .Select((version, dependencies, text, keywords, withFeature) => new PublishMetadata
        {
            Name = Some.Name("foo"),
            Version = version,
            Dependencies = dependencies,
            Readme = text,
            Keywords = keywords,
            RustVersion = withFeature ? "1.70" : null,
            Features = withFeature ? new([new("f", []), new("g", ["f"])]) : FeatureMap.Empty,
        });

    [Fact]
    public void Versions_print_as_they_parse() => Versions.Sample(version => Assert.Equal(version, Some.Version(version.ToString())));

    [Fact]
    public void The_order_of_versions_is_total() => Gen.Select(Versions, Versions, Versions).Sample((a, b, c) =>
    {
        Assert.Equal(Math.Sign(a.CompareTo(b)), -Math.Sign(b.CompareTo(a)));
        Assert.Equal(a.CompareTo(b) == 0, a == b);
        Assert.True(a > b || b > c || a <= c);
    });

    [Fact]
    public void Precedence_agrees_with_the_text_of_the_standard() => Gen.Select(Versions, Versions).Sample((a, b) =>
        Assert.Equal(Math.Sign(Precedence(a, b)), Math.Sign(a.ComparePrecedence(b))));

    [Fact]
    public void Requirements_agree_with_their_ranges() => Gen.Select(
        Gen.OneOf("^", "~", "=", ">=", ">", "<", "<="), Gen.UInt[0, 3], Gen.Nullable(Gen.UInt[0, 3], 0.3), Gen.Nullable(Gen.UInt[0, 3], 0.3),
        Gen.Select(Gen.UInt[0, 4], Gen.UInt[0, 4], Gen.UInt[0, 4])).Sample((sign, major, minor, patch, version) =>
    {
        patch = minor is null ? null : patch;
        var text = sign + major + (minor is null ? "" : "." + minor) + (patch is null ? "" : "." + patch);
        var (x, y, z) = version;
        Assert.Equal(InRange(sign, major, minor, patch, (x, y, z)), Some.Requirement(text).Matches(Some.Version($"{x}.{y}.{z}")));
    });

    [Fact]
    public void Frames_survive_the_round_trip() => Gen.Select(Metadata, Gen.Byte.Array[1, 50]).Sample((metadata, archive) =>
    {
        var body = PublishFrame.Of(metadata, archive).Write();
        var frame = PublishFrame.Read(body, PublishLimits.Standard).Value;
        Assert.Equal(body, PublishFrame.Of(frame.Metadata, frame.Archive).Write());
        Assert.Equal(archive, frame.Archive.ToArray());
    });

    [Fact]
    public void What_a_publish_may_say_always_makes_a_line_that_passes_lint() => Metadata.Sample(metadata =>
    {
        var line = IndexLine.From(metadata, Checksum.Of([1]), new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var file = IndexFile.Render([line]);
        Assert.Empty(IndexFile.Lint(file, "foo"));
        Assert.Equal(file, IndexFile.Render(IndexFile.Parse(file).Versions));
    });

    [Fact]
    public void Archives_of_any_size_survive_the_round_trip() => Gen.Byte.Array[0, 5_000].Array[0, 4].Sample(contents =>
    {
        ArchiveEntry[] entries =
        [
            ArchiveEntry.File("Cargo.toml", "[package]\nname = \"foo\"\nversion = \"1.0.0\"\n"),
            .. contents.Select((content, i) => ArchiveEntry.File($"f{i}", content)),
        ];
        var archive = CrateArchive.Build(Some.Name("foo"), Some.Version("1.0.0"), entries);
        var found = CrateArchive.Inspect(archive, Some.Name("foo"), Some.Version("1.0.0"), PublishLimits.Standard).Value;
        Assert.Equal(entries.Select(entry => (long)entry.Content.Length), found.Files.Select(file => file.Size));
    }, iter: 300);

    [Fact]
    public void A_changed_byte_is_refused_or_changes_nothing()
    {
        var archive = CrateArchive.Build(Some.Name("foo"), Some.Version("1.0.0"),
            [ArchiveEntry.File("Cargo.toml", "[package]\nname = \"foo\"\nversion = \"1.0.0\"\n"), ArchiveEntry.File("a", new byte[2000])]);
        var header = "foo-1.0.0.crate".Length + 11;
        Gen.Select(Gen.Int[header, archive.Length - 1], Gen.Byte[1, 255]).Sample((at, change) =>
        {
            var changed = archive.ToArray();
            changed[at] ^= change;
            // Some bits of deflate mean nothing, and among equal bytes it does not matter which are copied.
            if (CrateArchive.Inspect(changed, Some.Name("foo"), Some.Version("1.0.0"), PublishLimits.Standard).TryGet(out var read, out _))
                Assert.Equal([("Cargo.toml", 41L), ("a", 2000L)], read.Files.Select(file => (file.Path, file.Size)));
        });
    }

    [Fact]
    public void Random_bytes_never_throw() => Gen.OneOf<byte[]>(Gen.Byte.Array[0, 60], JsonLike).Sample(bytes =>
    {
        var text = System.Text.Encoding.Latin1.GetString(bytes);
        _ = CrateName.Parse(text).IsValid | CrateVersion.Parse(text).IsValid | VersionRequirement.Parse(text).IsValid;
        _ = Checksum.Parse(text).IsValid | RegistryConfig.Parse(bytes).IsValid | PublishMetadata.Parse(bytes).IsValid;
        _ = PublishFrame.Read(bytes, PublishLimits.Standard).IsValid | Manifest.Parse(text).IsValid;
        _ = IndexFile.Lint(bytes, "foo").Count + IndexFile.Parse(bytes).Versions.Count() + IndexPath.For(text).Length;
        _ = CrateArchive.Inspect(bytes, Some.Name("foo"), Some.Version("1.0.0"), PublishLimits.Standard).IsValid;
        _ = ApiBody.CheckError(bytes) ?? ApiBody.CheckOk(bytes) ?? ApiBody.CheckOwners(bytes) ?? ApiBody.CheckSearch(bytes, 1);
        _ = ApiBody.CheckOwnersChanged(bytes) ?? ApiBody.CheckPublishAnswer(bytes);
    }, iter: 20_000);

    [Fact]
    public void Random_tars_in_good_gzip_never_throw() => Gen.Byte.Array[0, 1500].Sample(bytes =>
    {
        var archive = CrateArchive.BuildRaw([], new() { EndBlocks = false, AfterTar = bytes });
        Assert.False(CrateArchive.Inspect(archive, Some.Name("foo"), Some.Version("1.0.0"), PublishLimits.Standard).IsValid);
    }, iter: 2_000);

    // Pieces that parsers of ours look for, in any order.
    private static Gen<byte[]> JsonLike => Gen.OneOf(
        "{", "}", "[", "]", ",", ":", "\"", "\"name\":\"foo\"", "\"vers\":\"1.0.0\"", "\"deps\":[", "\"features\":{", "null", "true", "1",
        "\"\\ud800\"", "\\u0000", "\"errors\":", "\"dl\":", "\u00ff", "\n", "name = \"a\"", "[package]", "dep:", "cfg(", "\"target\":\"cfg(all(",
        "\"users\":[", "\"crates\":[", "\"meta\":{", "\"cksum\":\"", "1.2.3-", "^", ">=", "\u001f\u008b\u0008")
        .Array[0, 30].Select(parts => System.Text.Encoding.Latin1.GetBytes(string.Concat(parts)));

    // SemVer 2.0, section 11, written down once more and naively.
    private static int Precedence(CrateVersion a, CrateVersion b)
    {
        var order = (a.Major, a.Minor, a.Patch).CompareTo((b.Major, b.Minor, b.Patch));
        if (order != 0 || a.Pre == b.Pre)
            return order;
        if (a.Pre == "" || b.Pre == "")
            return a.Pre == "" ? 1 : -1;
        var (left, right) = (a.Pre.Split('.'), b.Pre.Split('.'));
        var different = left.Zip(right).FirstOrDefault(pair => pair.First != pair.Second);
        return different.First is null ? left.Length.CompareTo(right.Length) : (BigInteger.TryParse(different.First.Replace('-', 'x'), out var x),
            BigInteger.TryParse(different.Second.Replace('-', 'x'), out var y)) switch
        {
            (true, true) => x.CompareTo(y),
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(different.First, different.Second),
        };
    }

    // Each requirement as a half-open range of releases, as the Cargo book tells it.
    private static bool InRange(string sign, uint major, uint? minor, uint? patch, (uint X, uint Y, uint Z) version)
    {
        var low = (X: major, Y: minor ?? 0, Z: patch ?? 0);
        var next = patch is not null ? (low.X, low.Y, low.Z + 1) : minor is not null ? (low.X, low.Y + 1, 0u) : (low.X + 1, 0u, 0u);
        return sign switch
        {
            "=" => version.CompareTo(low) >= 0 && version.CompareTo(next) < 0,
            ">=" => version.CompareTo(low) >= 0,
            ">" => version.CompareTo(next) >= 0,
            "<" => version.CompareTo(low) < 0,
            "<=" => version.CompareTo(next) < 0,
            "~" => version.CompareTo(low) >= 0 && version.CompareTo(minor is null ? (major + 1, 0u, 0u) : (major, low.Y + 1, 0u)) < 0,
            _ => version.CompareTo(low) >= 0 && version.CompareTo(CaretEnd(low, minor, patch)) < 0,
        };
    }

    private static (uint X, uint Y, uint Z) CaretEnd((uint X, uint Y, uint Z) low, uint? minor, uint? patch)
    {
        if (low.X > 0 || minor is null)
            return (low.X + 1, 0, 0);
        return low.Y > 0 || patch is null ? (0, low.Y + 1, 0) : (0, 0, low.Z + 1);
    }
}
