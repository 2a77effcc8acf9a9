using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Seatrial.Cargo;

/// <summary>A crate's features and what each switches on, in the order in which they were given.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A map in the contract's own words; nobody adds to it.")]
public sealed class FeatureMap : IReadOnlyDictionary<string, IReadOnlyList<string>>
{
    private readonly OrderedDictionary<string, IReadOnlyList<string>> features = new(StringComparer.Ordinal);

    /// <summary>Holds these features; a name given twice keeps its last values.</summary>
    public FeatureMap(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> features)
    {
        foreach (var (name, values) in features)
            this.features[name] = values;
    }

    /// <summary>No features.</summary>
    public static FeatureMap Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => features.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => features.Keys;

    /// <inheritdoc/>
    public IEnumerable<IReadOnlyList<string>> Values => features.Values;

    /// <inheritdoc/>
    public IReadOnlyList<string> this[string key] => features[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => features.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out IReadOnlyList<string> value) =>
        features.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, IReadOnlyList<string>>> GetEnumerator() => features.GetEnumerator();

    /// <summary>The features in byte order, as the index lists them.</summary>
    internal IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> Sorted() =>
        features.OrderBy(one => one.Key, StringComparer.Ordinal);

    /// <summary>The features of which all values, or not all, are spelled as cargo before 1.60 knew them (IDX-13).</summary>
    internal FeatureMap Where(bool old) => new(features.Where(one => !one.Value.Any(IsNewSyntax) == old));

    /// <summary>Both maps; cargo merges them on reading (IDX-13).</summary>
    internal FeatureMap With(FeatureMap others) => new(features.Concat(others));

    private static bool IsNewSyntax(string value) =>
        value.StartsWith("dep:", StringComparison.Ordinal) || value.Contains("?/", StringComparison.Ordinal);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
