namespace Seatrial.Cargo.Tests.Captured;

/// <summary>The packages that are published with real cargo: one with as little as possible, one with all there is.</summary>
internal static class Packages
{
    public static async Task PublishMinimal(RealCargo cargo)
    {
        cargo.Write("minimal/Cargo.toml", """
            [package]
            name = "minimal"
            version = "0.1.0"
            edition = "2021"
            """);
        cargo.Write("minimal/src/lib.rs", "");
        await Publish(cargo, "minimal");
    }

    public static async Task PublishRich(RealCargo cargo)
    {
        cargo.Write("rich/Cargo.toml", RichManifest);
        cargo.Write("rich/src/lib.rs", "pub fn rich() {}\n");
        cargo.Write("rich/build.rs", "fn main() {}\n");
        cargo.Write("rich/README.md", "# Rich\n\n\"Quotes\", back\\slash, tab\t, <html> & 'more' + é 日本 🦀 \u001b[1m \u007f \u2028 end\r\n");
        cargo.Write($"rich/src/{new string('l', 60)}/{new string('m', 60)}.rs", "// A path longer than a tar header holds.\n");
        await Publish(cargo, "rich");
    }

    /// <summary>A package that needs a body above 1 MiB, which makes cargo ask before it sends (API-GEN-10).</summary>
    public static async Task PublishLarge(RealCargo cargo)
    {
        cargo.Write("large/Cargo.toml", """
            [package]
            name = "large"
            version = "1.0.0"
            edition = "2021"
            """);
        cargo.Write("large/src/lib.rs", "");
        var noise = new byte[(1 << 20) * 3 / 4];
        new Random(1).NextBytes(noise);
        cargo.Write("large/noise.txt", Convert.ToHexString(noise) + Convert.ToBase64String(noise));
        await Publish(cargo, "large");
    }

    public static async Task UseApi(RealCargo cargo)
    {
        await cargo.Run("", "yank", "rich", "--version", "1.2.3-beta.1+build.7", "--registry", "stub");
        await cargo.Run("", "yank", "rich", "--version", "1.2.3-beta.1+build.7", "--undo", "--registry", "stub");
        await cargo.Run("", "owner", "rich", "--add", "bob", "--add", "github:org:team", "--registry", "stub");
        await cargo.Run("", "owner", "rich", "--remove", "bob", "--registry", "stub");
        Assert.Contains("ann (Ann)", await cargo.Run("", "owner", "rich", "--list", "--registry", "stub"), StringComparison.Ordinal);
        Assert.Contains("dep-a = \"1.2.3\"", await cargo.Run("", "search", "foo bar-ü&x=1/", "--registry", "stub"), StringComparison.Ordinal);
    }

    /// <summary>A package that needs all of the above, so that cargo reads our index lines and unpacks our archives.</summary>
    public static async Task Fetch(RealCargo cargo)
    {
        cargo.Write("user/Cargo.toml", """
            [package]
            name = "user"
            version = "0.0.0"
            edition = "2021"
            [dependencies]
            rich = { version = "=1.2.3-beta.1", registry = "stub", features = ["extra", "weak"] }
            minimal = { version = "0.1", registry = "stub" }
            """);
        cargo.Write("user/src/lib.rs", "");
        await cargo.Run("user", "fetch");
        await cargo.Run("user", "metadata", "--format-version", "1", "--offline");
    }

    private const string RichManifest = """
        [package]
        name = "rich"
        version = "1.2.3-beta.1+build.7"
        edition = "2021"
        description = "All that a publish can hold"
        documentation = "https://docs.example.org/rich"
        homepage = "https://example.org"
        repository = "https://git.example.org/rich"
        readme = "README.md"
        keywords = ["one", "two"]
        categories = ["no-such-slug"]
        license = "MIT OR Apache-2.0"
        links = "rich-native"
        rust-version = "1.70"
        authors = ["Ann <ann@example.org>"]
        build = "build.rs"
        [badges]
        maintenance = { status = "experimental" }
        [features]
        default = ["std"]
        std = ["dep-b/x"]
        extra = ["dep:alias", "dep_c?/x"]
        weak = ["dep_c"]
        [dependencies]
        alias = { package = "dep-a", version = "1.2", registry = "stub", optional = true, default-features = false, features = ["x"] }
        dep-b = { version = "~1.0", registry = "stub" }
        dep_c = { version = ">=1, <2", registry = "stub", optional = true }
        Dep-E = "0.3"
        [dev-dependencies]
        third = { package = "dep-d", version = "=1.0.0", registry = "other" }
        [build-dependencies]
        dep-b = { version = "1.*", registry = "stub" }
        [target.'cfg(all(unix,not(target_os="macos"),))'.dependencies]
        dep-d = { version = "1.0.0", registry = "stub" }
        [target.x86_64-pc-windows-msvc.dev-dependencies]
        dep-a = { version = "1", registry = "stub" }
        """;

    private static Task<string> Publish(RealCargo cargo, string package) =>
        cargo.Run(package, "publish", "--registry", "stub", "--no-verify", "--allow-dirty");
}
