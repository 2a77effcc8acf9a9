using System.Collections.Concurrent;

namespace Seatrial.Registry.Download;

/// <summary>
/// A published version, which never changes: its name and version as published, and the hash of its archive.
/// </summary>
internal sealed record KnownVersion(string Name, string Version, Checksum Checksum)
{
    public string FileName => $"{Name}-{Version}.crate";
}

/// <summary>Versions that were seen before, so that their downloads need neither storage nor database.</summary>
internal sealed class KnownVersions
{
    // About 100 bytes each. When full it starts again: simpler than tracking use, and a miss costs one read of an index
    // file.
    private const int Capacity = 100_000;

    private readonly ConcurrentDictionary<(string Canonical, string Version), KnownVersion> _versions = new();

    public KnownVersion? Find(string name, string version) =>
        _versions.GetValueOrDefault((CrateName.Canonicalize(name), version));

    public void Remove(string name, string version) => _versions.TryRemove((CrateName.Canonicalize(name), version), out _);

    public void Add(KnownVersion known)
    {
        if (_versions.Count >= Capacity)
            _versions.Clear();
        _versions[(CrateName.Canonicalize(known.Name), known.Version)] = known;
    }
}
