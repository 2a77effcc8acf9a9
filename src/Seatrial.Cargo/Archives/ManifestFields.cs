using Tomlyn.Model;

namespace Seatrial.Cargo;

/// <summary>Reads the members of one table of a manifest and notes each that is wrong.</summary>
internal sealed class ManifestFields(TomlTable table, List<Violation> found)
{
    internal IEnumerable<string> Names => table.Keys;

    /// <summary>A table; null when it is not there.</summary>
    internal ManifestFields? Table(string name) => table.TryGetValue(name, out var value)
        ? value as TomlTable is { } inner ? new(inner, found) : Break<ManifestFields>(name, "must be a table")
        : null;

    internal string Required(string name) => Text(name) ?? Break<string>(name, "must be a string") ?? "";

    /// <summary>A string; null when it is not there. <c>workspace = true</c> is a leftover (M30).</summary>
    internal string? Text(string name) => Get(name) switch
    {
        null => null,
        string text => text,
        TomlTable inner when inner.ContainsKey("workspace") => Leftover(name),
        _ => Break<string>(name, "must be a string"),
    };

    internal bool Flag(string name, bool absent) => Get(name) switch
    {
        null => absent,
        bool flag => flag,
        _ => Break<string>(name, "must be true or false") is not null,
    };

    internal IReadOnlyList<string> Texts(string name) => Get(name) switch
    {
        null => [],
        TomlArray array when array.All(item => item is string) => [.. array.OfType<string>()],
        TomlTable inner when inner.ContainsKey("workspace") && Leftover(name) is null => [],
        _ => Break<string[]>(name, "must be an array of strings") ?? [],
    };

    internal FeatureMap Features(string name) => Table(name) is { } features
        ? new([.. features.Names.Select(feature => KeyValuePair.Create(feature, features.Texts(feature)))])
        : FeatureMap.Empty;

    internal object? Get(string name) => table.TryGetValue(name, out var value) ? value : null;

    private string? Leftover(string name)
    {
        found.Add(new("M30", $"'{name}' in the manifest is left to a workspace."));
        return null;
    }

    private T? Break<T>(string name, string why) where T : class
    {
        found.Add(new("CRATE-02", $"'{name}' in the manifest {why}."));
        return null;
    }
}
