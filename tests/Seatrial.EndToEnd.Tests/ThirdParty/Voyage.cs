using Seatrial.Scenarios;

namespace Seatrial.EndToEnd.Tests.ThirdParty;

/// <summary>A crate that a program depends on.</summary>
/// <param name="Crate">The crate.</param>
/// <param name="Detail">What its entry in the manifest says beside version and registry, as TOML.</param>
/// <param name="Version">The versions meant, when there are several in the tree and it is not the newest.</param>
/// <param name="Alias">What the program calls it; its own name when absent.</param>
internal sealed record Use(string Crate, string Detail = "", string? Version = null, string? Alias = null);

/// <summary>A program of ours that uses third-party crates: its source is <c>Program/main.rs</c>.</summary>
internal static class Voyage
{
    /// <summary>Two versions of one crate, features off and on, proc macros, and a rename are among them.</summary>
    public static IReadOnlyList<Use> Uses { get; } =
    [
        new("anyhow"),
        new("cfg-if"),
        new("cfg-if", Version: "0.1", Alias: "cfg-if-old"),
        new("clap", """features = ["derive"]"""),
        new("enumset", """features = ["serde"]"""),
        new("flume", "default-features = false"),
        new("log", """features = ["kv_unstable", "std"]"""),
        new("plist"),
        new("predicates", """default-features = false, features = ["diff"]"""),
        new("rand"),
        new("regex"),
        new("serde", """features = ["derive"]"""),
        new("serde_json", """features = ["preserve_order"]"""),
        new("thiserror"),
        new("uuid"),
    ];

    /// <summary>The arguments that <see cref="Expected"/> answers.</summary>
    public static string[] Arguments { get; } =
        ["--pattern", "^S", """{"ship": "Endeavour", "ports": ["Plymouth", "Sydney", "Suva"], "sails": 1}"""];

    /// <summary>What the program prints.</summary>
    public static string Expected => Embedded("expected.txt");

    /// <summary>Writes the program with dependencies on the versions of a tree.</summary>
    /// <returns>Its folder.</returns>
    public static string Write(CargoHome home, CrateTree tree) => home.Package("voyage", "1.0.0",
        $"[dependencies]\n{string.Join('\n', Uses.Select(one => Entry(one, tree)))}\n", ("src/main.rs", Embedded("main.rs")));

    private static string Entry(Use use, CrateTree tree)
    {
        string?[] members =
        [
            $"version = \"{use.Version ?? tree.Newest(use.Crate).Version.Text}\"",
            $"registry = \"{CargoHome.RegistryName}\"",
            use.Alias is null ? null : $"package = \"{use.Crate}\"",
            use.Detail.Length > 0 ? use.Detail : null,
        ];
        return $"{use.Alias ?? use.Crate} = {{ {string.Join(", ", members.OfType<string>())} }}";
    }

    private static string Embedded(string name)
    {
        using var stream = typeof(Voyage).Assembly.GetManifestResourceStream(name)!;
        return new StreamReader(stream).ReadToEnd();
    }
}
