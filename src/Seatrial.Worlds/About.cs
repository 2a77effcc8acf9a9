using System.Text;
using Seatrial.Cargo;

namespace Seatrial.Worlds;

/// <summary>What a crate says of itself in all of its versions.</summary>
internal static class About
{
    // 2^14 words follow Zipf's law; more are made up when they come up.
    private const int VocabularyBits = 14;
    private const int KeywordBits = 12;
    private const int CommonWords = 18;
    private const int MostKeywordLength = 20;

    private static readonly string[] Licenses = ["MIT OR Apache-2.0", "MIT OR Apache-2.0", "MIT OR Apache-2.0", "MIT", "MIT", "Apache-2.0", "MPL-2.0", "BSD-3-Clause", "GPL-3.0-or-later"];

    // crates.io's own slugs, the fullest first.
    private static readonly string[] Slugs =
    [
        "development-tools", "command-line-utilities", "web-programming", "api-bindings", "no-std", "asynchronous", "network-programming", "data-structures",
        "algorithms", "cryptography", "parser-implementations", "embedded", "games", "encoding", "game-development", "science", "mathematics",
        "web-programming::http-server", "web-programming::http-client", "wasm", "graphics", "hardware-support", "os", "rust-patterns", "gui", "database",
        "multimedia", "text-processing", "development-tools::cargo-plugins", "development-tools::testing", "game-engines", "concurrency", "rendering", "finance",
        "filesystem", "command-line-interface", "external-ffi-bindings", "simulation", "config", "visualization", "science::bioinformatics", "os::unix-apis",
        "date-and-time", "memory-management", "caching", "authentication", "compression", "database-implementations", "development-tools::build-utils", "compilers",
        "template-engine", "parsing", "value-formatting", "email", "emulators", "localization", "accessibility", "aerospace", "computer-vision",
        "no-std::no-alloc", "multimedia::audio", "rendering::engine", "cryptography::cryptocurrencies",
    ];

    public static PublishMetadata Of(ulong seed, int crate, CrateName name, CrateVersion version)
    {
        var chance = new Chance(seed, Topic.About, crate);
        var (description, url) = (Sentence(ref chance, chance.Between(4, 19)), $"https://example.org/{name.Canonical}");
        var readme = chance.Permille(700) ? Readme(ref chance, name.Text) : null;
        return EdgeMetadata.Of(new()
        {
            Name = name,
            Version = version,
            Description = description,
            Readme = readme,
            ReadmeFile = readme is null ? null : "README.md",
            Keywords = Keywords(ref chance),
            Categories = Categories(ref chance),
            License = chance.Of(Licenses),
            Repository = chance.Permille(850) ? url : null,
            Documentation = chance.Permille(300) ? $"{url}/docs" : null,
            Homepage = chance.Permille(250) ? $"{url}/home" : null,
            Links = name.Text.EndsWith("sys", StringComparison.Ordinal) ? name.Canonical : null,
            RustVersion = chance.Permille(150) ? $"1.{chance.Between(31, 88)}" : null,
            Authors = [],
        }, crate);
    }

    private static string Sentence(ref Chance chance, int words)
    {
        var text = new StringBuilder();
        for (var word = 0; word < words; word++)
            text.Append(word == 0 ? "" : " ").Append(Words.Ranked(chance.Rank(VocabularyBits)));
        text[0] = char.ToUpperInvariant(text[0]);
        return text.ToString();
    }

    private static string Readme(ref Chance chance, string name)
    {
        var text = new StringBuilder($"# {name}\n");
        for (var paragraphs = chance.Between(1, 6); paragraphs > 0; paragraphs--)
            text.Append('\n').Append(Sentence(ref chance, chance.Between(5, 20))).Append(".\n");
        return text.ToString();
    }

    private static string[] Keywords(ref Chance chance)
    {
        var keywords = new List<string>();
        for (var left = chance.Below(6); left > 0; left--)
            if (Words.Ranked(CommonWords + chance.Rank(KeywordBits)) is { Length: <= MostKeywordLength } keyword && !keywords.Contains(keyword))
                keywords.Add(keyword);
        return [.. keywords];
    }

    private static string[] Categories(ref Chance chance)
    {
        var categories = new List<string>();
        for (var left = chance.Below(3); left > 0; left--)
            if (Slugs[chance.Rank(6)] is var slug && !categories.Contains(slug))
                categories.Add(slug);
        return [.. categories];
    }
}
