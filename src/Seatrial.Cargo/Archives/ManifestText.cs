using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Parsing;
using Tomlyn.Serialization;

namespace Seatrial.Cargo;

/// <summary>Reads a packaged <c>Cargo.toml</c>.</summary>
internal static class ManifestText
{
    // Cargo takes these out when it packs: they would reach outside the package (M30).
    private static readonly string[] Leftovers = ["patch", "replace"];

    internal static Parsed<Manifest> Read(string text)
    {
        try
        {
            // The model alone merges tables and lets the last key win where cargo refuses the file: what it says would be open.
            SyntaxParser.ParseStrict(text, "Cargo.toml", validate: true);
            return Read(TomlSerializer.Deserialize(text, ManifestToml.Default.TomlTable) ?? []);
        }
        catch (Exception e) when (e is TomlException or ArgumentOutOfRangeException)
        {
            // The second is how the library fails on an escape such as "\u" that is cut off.
            return new Violation("CRATE-02", $"The manifest is not TOML: {e.Message.Trim()}");
        }
    }

    private static Parsed<Manifest> Read(TomlTable table)
    {
        if (Array.Find(Leftovers, table.ContainsKey) is { } leftover)
            return new Violation("M30", $"The manifest has a [{leftover}] table.");
        var found = new List<Violation>();
        var top = new ManifestFields(table, found);
        if (top.Table("package") is not { } package)
            return found.FirstOrDefault() ?? new Violation("M30", "The manifest has no [package] table.");
        var manifest = Describe(package, top, new(found));
        return found.Count > 0 ? found[0] : manifest;
    }

    private static Manifest Describe(ManifestFields package, ManifestFields top, ManifestDependencies dependencies)
    {
        dependencies.Take(top);
        return new()
        {
            Name = package.Required("name"),
            Version = package.Required("version"),
            Description = package.Text("description"),
            License = package.Text("license"),
            LicenseFile = package.Text("license-file"),
            Documentation = package.Text("documentation"),
            Homepage = package.Text("homepage"),
            Repository = package.Text("repository"),
            Links = package.Text("links"),
            RustVersion = package.Text("rust-version"),
            // "readme = false" says that there is none.
            ReadmePath = package.Get("readme") is bool ? null : package.Text("readme"),
            Keywords = package.Texts("keywords"),
            Categories = package.Texts("categories"),
            Features = top.Features("features"),
            Dependencies = dependencies.Found,
        };
    }
}

/// <summary>How the TOML reader gets at its model without reflection.</summary>
[TomlSerializable(typeof(TomlTable))]
internal sealed partial class ManifestToml : TomlSerializerContext;
