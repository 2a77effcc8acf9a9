using System.Security.Cryptography;
using System.Text;
using Seatrial.Cargo;

namespace Seatrial.Worlds.Seeding;

/// <summary>
/// Turns a world into the rows that the reference registry would have written if the world had been published through its API, one crate after
/// the other: what was sent, and what the registry works out from it (search texts, counters, leading versions, dependents, the audit log).
/// </summary>
internal sealed class WorldRows
{
    private const string Administrator = "admin";
    private const string UpdateIndex = "update-index";

    // One row a shard; see the registry's migration 3.
    private const int CrateShards = 16;

    private readonly World _world;
    private readonly FirstIds _first;
    private readonly SeedOptions _options;
    private readonly SortedDictionary<string, (long Crates, long Since)> _keywords = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (long Crates, long Since)> _categories = new(StringComparer.Ordinal);
    private readonly string[] _logins;
    private long _versions;
    private long _tokens;
    private long _audit;

    public WorldRows(World world, FirstIds first, SeedOptions options)
    {
        (_world, _first, _options) = (world, first, options);
        (_versions, _tokens, _audit) = (first.Version, first.Token, first.Audit);
        _logins = [.. world.Users.Select(user => user.Login)];
    }

    /// <summary>How many crates each shard of the counter has more.</summary>
    public long[] CrateCounts { get; } = new long[CrateShards];

    /// <summary>The downloads of all versions.</summary>
    public long Downloads { get; private set; }

    /// <summary>How many versions there are so far.</summary>
    public long Versions => _versions - _first.Version;

    /// <summary>The ids that are free behind the rows so far.</summary>
    public FirstIds Next => new(_first.User + _world.UserCount, _tokens, _first.Crate + _world.CrateCount, _versions, _audit);

    /// <summary>The users, which come before the crates.</summary>
    public void WriteUsers(Rows rows)
    {
        foreach (var user in _world.Users)
        {
            var (id, at, locked) = (_first.User + user.Number, Milliseconds(user.CreatedAt), user.Kind == UserKind.Locked);
            rows.Begin(Table.Users);
            rows.Number(id).Text(user.Login).Text(user.Login.ToLowerInvariant()).Text(user.Name).Flag(false).Number(at).Flag(user.Kind == UserKind.Robot)
                .Number(locked ? Growth.End.ToUnixTimeMilliseconds() : null).Text(locked ? WorldUser.LockReason : null).End();
            WriteToken(rows, user, WorldUser.FirstToken, null);
            Audit(rows, at, Administrator, "create-user", subject: user.Login);
            if (user.Kind != UserKind.Scoped)
                continue;
            var token = _tokens;
            WriteToken(rows, user, WorldUser.LimitedToken, string.Join(' ', WorldUser.LimitedTo));
            Audit(rows, at, Administrator, "create-token", subject: $"token {token} of {user.Login}");
        }
    }

    /// <summary>A crate with all of its versions.</summary>
    public void Write(Rows rows, WorldCrate crate)
    {
        var (id, leading, canonical) = (_first.Crate + crate.Number, crate.Leading, crate.Name.Canonical);
        var created = Milliseconds(crate.Versions[0].PublishedAt);
        WriteCrate(rows, crate, id, leading);
        WriteWords(rows, Table.Keywords, _keywords, id, created, crate.Versions[^1].Metadata.Keywords.Select(word => word.ToLowerInvariant()));
        WriteWords(rows, Table.Categories, _categories, id, created, crate.Versions[^1].Metadata.Categories);
        rows.Begin(Table.Owners);
        rows.Number(id).Number(_first.User + crate.Owner).Number(created).End();
        foreach (var version in crate.Versions)
            WriteVersion(rows, crate, version, id, isLeading: version == leading);
        if (crate.CoOwner is { } other)
        {
            rows.Begin(Table.Owners);
            rows.Number(id).Number(_first.User + other).Number(Milliseconds(crate.CoOwnedAt)).End();
            Audit(rows, Milliseconds(crate.CoOwnedAt), _logins[crate.Owner], "add-owner", canonical, subject: _logins[other]);
        }

        foreach (var version in crate.Versions.Where(version => version.YankedAt is not null))
            Audit(rows, Milliseconds(version.YankedAt!.Value), _logins[crate.Owner], "yank", canonical, version.Metadata.Version.Text);
        if (!_options.WithIndex)
            return;
        rows.Begin(Table.Jobs);
        rows.Text(UpdateIndex).Text(canonical).Number(created).Number(created).End();
    }

    /// <summary>What was counted over all crates.</summary>
    public void WriteCounts(Rows rows)
    {
        foreach (var user in _world.Users.Where(user => user.Kind == UserKind.Locked))
            Audit(rows, Growth.End.ToUnixTimeMilliseconds(), Administrator, "lock-user", subject: user.Login);
        foreach (var (table, counts) in new[] { (Table.KeywordCounts, _keywords), (Table.CategoryCounts, _categories) })
            foreach (var (word, (crates, since)) in counts)
            {
                rows.Begin(table);
                rows.Text(word).Number(crates).Number(since).End();
            }
    }

    private void WriteToken(Rows rows, WorldUser user, string name, string? scopes)
    {
        rows.Begin(Table.Tokens);
        rows.Number(_tokens++).Number(_first.User + user.Number).Text(name).Bytes(SHA256.HashData(Encoding.UTF8.GetBytes(WorldTokens.Of(_world.Seed, user, name))))
            .Number(Milliseconds(user.CreatedAt)).Text(scopes).Text((string?)null).End();
    }

    private void WriteCrate(Rows rows, WorldCrate crate, long id, WorldVersion leading)
    {
        var (data, canonical, newest) = (crate.Versions[^1].Metadata, crate.Name.Canonical, crate.Versions[^1]);
        var text = string.Join(' ', [crate.Name.Text, canonical, .. data.Keywords, data.Description]).ToLowerInvariant();
        var (created, updated) = (Milliseconds(crate.Versions[0].PublishedAt), Milliseconds(crate.Versions.Max(one => one.YankedAt) ?? newest.PublishedAt));
        rows.Begin(Table.Crates);
        rows.Number(id).Text(crate.Name.Text).Text(canonical).Text(data.Description).Text(data.Homepage).Text(data.Documentation).Text(data.Repository)
            .Text(data.Readme).Text(text).Text(leading.Metadata.Version.Text).Number(created).Number(updated).Number(crate.Versions.Count)
            .Text(newest.Metadata.Version.Text).End();
        rows.Begin(Table.CrateTexts);
        rows.Number(id).Text(canonical).Text(text.Replace('-', '_')).End();
        var downloads = _options.WithDownloads ? crate.Versions.Sum(one => one.Downloads) : 0;
        rows.Begin(Table.CrateDownloads);
        rows.Number(id).Number(downloads).End();
        Downloads += downloads;
        CrateCounts[id % CrateShards]++;
    }

    private static void WriteWords(
        Rows rows, Table table, SortedDictionary<string, (long Crates, long Since)> counts, long crate, long created, IEnumerable<string> words)
    {
        foreach (var word in words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            rows.Begin(table);
            rows.Number(crate).Text(word).End();
            counts[word] = counts.TryGetValue(word, out var known) ? (known.Crates + 1, known.Since) : (1, created);
        }
    }

    private void WriteVersion(Rows rows, WorldCrate crate, WorldVersion version, long crateId, bool isLeading)
    {
        var (data, id, at) = (version.Metadata, _versions++, Milliseconds(version.PublishedAt));
        rows.Begin(Table.Versions);
        rows.Number(id).Number(crateId).Text(data.Version.Text).Text(data.Version.WithoutBuild.Text).Text(version.Checksum.Text).Number(version.ArchiveBytes)
            .Flag(version.YankedAt is not null).Text(data.License).Text(data.Links).Text(data.RustVersion)
            .Text(IndexLine.From(data, version.Checksum, version.PublishedAt).ToJson()).Number(_first.User + crate.Owner).Number(at)
            .Number(version.YankedAt is { } yanked ? Milliseconds(yanked) : at).End();
        foreach (var (position, one) in data.Dependencies.Index())
        {
            rows.Begin(Table.Dependencies);
            rows.Number(id).Small(position).Text(one.Name.Text).Text(one.Requirement.ToString()).Text(Kind(one.Kind)).Flag(one.Optional).Text(one.Target).End();
        }

        if (_options.WithDownloads && version.Downloads > 0)
        {
            rows.Begin(Table.Downloads);
            rows.Number(id).Number(version.Downloads).End();
        }

        if (isLeading)
            foreach (var name in data.Dependencies.Select(one => one.Name.Text).Distinct(StringComparer.Ordinal))
            {
                rows.Begin(Table.ReverseDependencies);
                rows.Text(name).Number(crateId).Number(id).End();
            }

        Audit(rows, at, _logins[crate.Owner], "publish", crate.Name.Canonical, data.Version.Text);
    }

    private void Audit(Rows rows, long at, string actor, string action, string? crate = null, string? version = null, string? subject = null)
    {
        rows.Begin(Table.Audit);
        rows.Number(_audit++).Number(at).Text(actor).Text(action).Text(crate).Text(version).Text(subject).End();
    }

    private static string Kind(DependencyKind kind) => kind switch
    {
        DependencyKind.Build => "build",
        DependencyKind.Dev => "dev",
        _ => "normal",
    };

    private static long Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds();
}

/// <summary>The ids that are free in a database.</summary>
internal sealed record FirstIds(long User, long Token, long Crate, long Version, long Audit)
{
    /// <summary>The tables whose ids are given here, with the next one: their sequences must go on there.</summary>
    public IEnumerable<(Table Table, long Next)> All =>
        [(Table.Users, User), (Table.Tokens, Token), (Table.Crates, Crate), (Table.Versions, Version), (Table.Audit, Audit)];
}
