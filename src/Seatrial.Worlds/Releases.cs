using System.Globalization;
using Seatrial.Cargo;

namespace Seatrial.Worlds;

/// <summary>The versions of one crate by their numbers and moments, each worked out alone: what dependents need to know of it.</summary>
internal sealed class Releases
{
    // One version in four crates; else a power law with a mean near six, of at most 4,095.
    private const int MorePermille = 750;
    private const int DoublingPermille = 399;
    private const int MostDoublings = 11;

    // About what people take back; and whole crates, by those who leave.
    private const int YankedPermille = 30;
    private const int AllYankedPermille = 5;

    // Versions between two fixes of an older line, which are the newest and not the highest.
    private const int BackportEvery = 16;
    private const int BackportPatch = 100;
    private const int MostPatches = 8;

    private readonly ulong _seed;
    private readonly int _crate;
    private readonly long _created;
    private readonly long _active;
    private readonly int _patches;
    private readonly int _minors;
    private readonly int _major;
    private readonly bool _allYanked;
    private readonly bool _prereleases;
    private readonly bool _backports;
    private readonly bool _builds;
    private readonly IReadOnlyList<EdgeRelease>? _edge;

    public Releases(ulong seed, int crate)
    {
        (_seed, _crate, _created, _edge) = (seed, crate, Growth.Created(crate), EdgeCases.Releases(crate));
        var chance = new Chance(seed, Topic.Releases, crate);
        Count = _edge?.Count ?? (chance.Permille(MorePermille) ? chance.Within(1 + chance.Doublings(DoublingPermille, MostDoublings - 1)) : 1);
        _active = (Growth.End.ToUnixTimeMilliseconds() - Closing - _created) >> chance.Doublings(500, 5);
        (_patches, _minors, _major) = (chance.Between(1, MostPatches), chance.Between(2, 14), chance.Permille(250) ? 1 : 0);
        (_prereleases, _backports, _builds) = (chance.Permille(80), chance.Permille(60), chance.Permille(10));
        // Never the oldest, on which so much depends.
        _allYanked = chance.Permille(AllYankedPermille) && crate >= World.FewestCrates;
    }

    /// <summary>What is left at the end of a world for yanks and owners.</summary>
    public static long Closing { get; } = (long)TimeSpan.FromDays(2).TotalMilliseconds;

    public int Count { get; }

    /// <summary>When a version was published, in Unix milliseconds: later for each.</summary>
    public long At(int version)
    {
        if (_edge is not null)
            return _edge[version].At ?? _created + version;
        var slot = _active / Count;
        return _created + (slot * version) + (version == 0 ? 0 : new Chance(_seed, Topic.Jitter, _crate, version).Below((int)Math.Min(slot, int.MaxValue)));
    }

    public bool IsYanked(int version) => _allYanked
        || (_edge is null && _crate >= World.FewestCrates && new Chance(_seed, Topic.Yank, _crate, version).Permille(YankedPermille));

    /// <summary>The newest version before a moment that has never been yanked; -1 when there is none.</summary>
    public int Newest(long before)
    {
        if (_allYanked || before <= _created)
            return -1;
        var version = Count - 1;
        if (_edge is null)
            version = (int)Math.Min(version, (before - _created) / Math.Max(1, _active / Count));
        while (version >= 0 && (At(version) >= before || IsYanked(version)))
            version--;
        return version;
    }

    public CrateVersion Number(int version) => CrateVersion.Parse(_edge?[version].Number ?? Text(version)).Value;

    private string Text(int version)
    {
        var build = _builds ? $"+build.{version.ToString(CultureInfo.InvariantCulture)}" : "";
        if (_backports && version >= BackportEvery && version % BackportEvery == BackportEvery - 1)
            return string.Create(CultureInfo.InvariantCulture, $"{Line((version - MostPatches) / _patches)}.{BackportPatch + version}{build}");
        var (line, patch) = (version / _patches, version % _patches);
        if (!_prereleases || _patches == 1)
            return string.Create(CultureInfo.InvariantCulture, $"{Line(line)}.{patch}{build}");
        return patch == 0
            ? $"{Line(line)}.0-alpha.1{build}"
            : string.Create(CultureInfo.InvariantCulture, $"{Line(line)}.{patch - 1}{build}");
    }

    // 0.1, 0.2, … 1.0, 1.1, …
    private string Line(int line)
    {
        var (major, minor) = (_major + (line / _minors), line % _minors);
        return string.Create(CultureInfo.InvariantCulture, $"{major}.{(major == 0 ? minor + 1 : minor)}");
    }
}

/// <summary>One version of an edge case.</summary>
/// <param name="Number">Its number.</param>
/// <param name="At">When, in Unix milliseconds; null for a moment after the one before.</param>
internal sealed record EdgeRelease(string Number, long? At = null);
