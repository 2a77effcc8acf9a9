using System.Globalization;
using System.Text;
using Seatrial.Cargo;

namespace Seatrial.Worlds;

/// <summary>What the versions of the <see cref="EdgeCases"/> hold.</summary>
internal static class EdgeMetadata
{
    private const int DescriptionBytes = 1000;
    private const int KeywordLength = 20;
    private const int IndexFeatureValues = 2;

    /// <summary>Changes the metadata of an ordinary crate into those of an edge case.</summary>
    public static PublishMetadata Of(PublishMetadata plain, int crate) => crate switch
    {
        EdgeCases.Texts => Texts(plain),
        EdgeCases.Features => plain with { Features = Features },
        EdgeCases.Index => plain with { Features = Large(plain.Version) },
        _ => plain,
    };

    /// <summary>Dependencies of every kind on what is there already.</summary>
    public static IReadOnlyList<Want> Wants(ulong seed)
    {
        Want On(int crate) => new(seed, crate);
        return
        [
            On(0),
            On(1) with { Kind = DependencyKind.Dev },
            On(2) with { Kind = DependencyKind.Build },
            On(0) with { Kind = DependencyKind.Build, Alias = "built_again" },
            On(EdgeCases.Letters) with { Alias = "_letters" },
            On(EdgeCases.Versions) with { Optional = true },
            On(EdgeCases.Moments) with { DefaultFeatures = false },
            On(EdgeCases.Texts) with { Target = "cfg(all(unix, not(target_os = \"macos\")))" },
            On(EdgeCases.Texts) with { Target = "x86_64-pc-windows-msvc", Alias = "on-windows" },
            On(EdgeCases.Features) with { Features = ["f0", "f299"], Optional = true },
            On(EdgeCases.Index) with { Features = ["default"], Alias = "Giant" },
        ];
    }

    private static PublishMetadata Texts(PublishMetadata plain) => plain with
    {
        Description = Filled("Ærøskøbing žluťoučký 漢字 עברית 🦀 \u0065\u0301 \"quoted\" \\ <b>&amp;</b> ' -- %_ ; ", DescriptionBytes),
        Readme = "# 🦀 Read me\n\n" + string.Concat(Enumerable.Repeat("Ligne après ligne, 日本語の説明, |a|b|, `code`.\r\n", 400)),
        ReadmeFile = "README.md",
        Keywords = [new string('k', KeywordLength), "c++", "snake_case", "Upper", "1"],
        Categories = ["a", "development-tools::procedural-macro-helpers", "no-std::no-alloc", "web-programming::http-server", "x::y::z"],
        License = "(MIT OR Apache-2.0) AND Unicode-3.0",
        Homepage = "https://example.org/" + new string('h', 900),
        Documentation = "http://example.org:8080/?q=%F0%9F%A6%80#part",
        Repository = "https://example.org/a/../b",
        Links = "z",
        RustVersion = "1.56.1",
        Authors = ["Ó Néill <o@example.org>", "名無し"],
    };

    private static string Filled(string text, int bytes)
    {
        var filled = new StringBuilder(text);
        while (Encoding.UTF8.GetByteCount(filled.ToString()) < bytes)
            filled.Append('.');
        return filled.ToString();
    }

    private static FeatureMap Features { get; } = new(Enumerable.Range(0, EdgeCases.MostFeatures).Select(number =>
        KeyValuePair.Create<string, IReadOnlyList<string>>(Name(number), number == 0
            ? [.. Enumerable.Range(1, EdgeCases.MostFeatures - 1).Select(Name)]
            : [])));

    // Also the characters that only features may hold.
    private static string Name(int number) => number switch { 1 => "_f+1.0-x", 2 => "2f", 3 => "ünïcödé_特徴", _ => $"f{number.ToString(CultureInfo.InvariantCulture)}" };

    // All with names of their own, so that no line is like another one.
    private static FeatureMap Large(CrateVersion version)
    {
        string Feature(int number) => string.Create(CultureInfo.InvariantCulture, $"feature-{number}-of-{version.Minor}");
        var ordinary = Enumerable.Range(0, EdgeCases.MostFeatures - 1).Select(number => KeyValuePair.Create<string, IReadOnlyList<string>>(
            Feature(number), [.. Enumerable.Range(1, IndexFeatureValues).Select(more => number + more).Where(more => more < EdgeCases.MostFeatures - 1).Select(Feature)]));
        return new([KeyValuePair.Create<string, IReadOnlyList<string>>("default", []), .. ordinary]);
    }
}
