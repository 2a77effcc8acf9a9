using System.Text;
using Seatrial.Registry.Audit;
using Seatrial.Registry.Crates;
using Seatrial.Registry.Jobs;

namespace Seatrial.Registry.Publish;

/// <summary>What a publish reads from and writes to the database.</summary>
internal static class PublishRecord
{
    /// <summary>Whether the caller may publish this version; notes the version that is there already.</summary>
    public static async Task<Refusal?> Check(SqlSession sql, PublishAttempt attempt)
    {
        var name = attempt.Metadata.Name;
        if (await CrateRecord.Find(sql, name.Text, attempt.Cancel) is not { } crate)
            return null;
        if (await crate.RequireOwner(sql, attempt.Caller, attempt.Cancel) is { } stranger)
            return stranger;
        if (crate.Name != name.Text)
            return Refusal.Invalid($"NAME-04: this crate is called `{crate.Name}`, not `{name}`");
        if (await Removal.RemovedVersion.Taken(sql, crate, attempt.Metadata.Version, attempt.Cancel) is { } removed)
            return removed;
        attempt.Existing = await VersionRecord.FindSame(sql, crate.Id, attempt.Metadata.Version, attempt.Cancel);
        return null;
    }

    /// <summary>The answer to a duplicate: it says whether the client can be content.</summary>
    public static Refusal Duplicate(PublishAttempt attempt)
    {
        var (name, there) = (attempt.Metadata.Name, attempt.Existing!);
        var what = $"crate version `{name} {there.Num}` is already uploaded";
        return Refusal.Conflict(attempt.IsRepeated
            ? $"{what} with identical content, nothing left to do"
            : $"{what} with other content; a version never changes, publish a new one");
    }

    /// <summary>
    /// Everything that makes the version exist. The write lock is held, so what is checked here stays true.
    /// </summary>
    public static async Task<Refusal?> Write(Transaction sql, PublishAttempt attempt)
    {
        if (await Check(sql, attempt) is { } refused)
            return refused;
        if (attempt.Existing is not null)
            return Duplicate(attempt);
        var (metadata, now) = (attempt.Metadata, attempt.Site.Clock.Milliseconds());
        var crateId = await WriteCrate(sql, attempt, now);
        var versionId = await WriteVersion(sql, attempt, crateId, now);
        await WriteDependencies(sql, attempt, versionId);
        await CrateWords.Write(sql, crateId, metadata, attempt.Cancel);
        await MaxVersion.Update(sql, crateId, now, attempt.Cancel);
        await AuditLog.Write(sql, now, attempt.Caller.Login, "publish", metadata.Name.Canonical, metadata.Version.Text,
            cancel: attempt.Cancel);
        await Outbox.Add(sql, JobKinds.UpdateIndex, metadata.Name.Canonical, now, attempt.Cancel);
        return null;
    }

    private static async Task<long> WriteCrate(Transaction sql, PublishAttempt attempt, long now)
    {
        var (data, cancel) = (attempt.Metadata, attempt.Cancel);
        var text = SearchText(data);
        if (await CrateRecord.Find(sql, data.Name.Text, cancel) is { } crate)
        {
            await sql.Execute($"""
                UPDATE crates SET description = {data.Description}, homepage = {data.Homepage},
                    documentation = {data.Documentation}, repository = {data.Repository}, readme = {data.Readme},
                    search_text = {text} WHERE id = {crate.Id}
                """, cancel);
            return crate.Id;
        }

        var id = await sql.Number($"""
            INSERT INTO crates (name, canonical, description, homepage, documentation, repository, readme, search_text,
                max_version, created_at, updated_at)
            VALUES ({data.Name.Text}, {data.Name.Canonical}, {data.Description}, {data.Homepage}, {data.Documentation},
                {data.Repository}, {data.Readme}, {text}, {data.Version.Text}, {now}, {now}) RETURNING id
            """, cancel);
        var owner = attempt.Caller.UserId;
        await sql.Execute($"INSERT INTO owners (crate_id, user_id, created_at) VALUES ({id}, {owner}, {now})", cancel);
        return id;
    }

    private static Task<long> WriteVersion(Transaction sql, PublishAttempt attempt, long crateId, long now)
    {
        var data = attempt.Metadata;
        var line = IndexLine.From(data, attempt.Checksum, DateTimeOffset.FromUnixTimeMilliseconds(now),
            attempt.Site.Addresses.Index);
        return sql.Number($"""
            INSERT INTO versions (crate_id, num, num_no_build, checksum, size, license, links, rust_version, index_line,
                published_by, created_at, updated_at)
            VALUES ({crateId}, {data.Version.Text}, {data.Version.WithoutBuild.Text}, {attempt.Checksum.Text},
                {attempt.Frame.Archive.Length}, {data.License}, {data.Links}, {data.RustVersion},
                {Encoding.UTF8.GetString(line.ToJson())}, {attempt.Caller.UserId}, {now}, {now}) RETURNING id
            """, attempt.Cancel);
    }

    private static async Task WriteDependencies(Transaction sql, PublishAttempt attempt, long versionId)
    {
        foreach (var (position, one) in attempt.Metadata.Dependencies.Index())
            await sql.Execute($"""
                INSERT INTO dependencies (version_id, position, name, requirement, kind, optional, target, registry)
                VALUES ({versionId}, {position}, {one.Name.Text}, {one.Requirement.ToString()}, {Kind(one.Kind)},
                    {one.Optional}, {one.Target}, {one.Registry})
                """, attempt.Cancel);
    }

    private static string SearchText(PublishMetadata data) =>
        Search.SearchText.Fold(
            string.Join(' ', [data.Name.Text, data.Name.Canonical, .. data.Keywords, data.Description]));

    private static string Kind(DependencyKind kind) => kind switch
    {
        DependencyKind.Build => "build",
        DependencyKind.Dev => "dev",
        _ => "normal",
    };
}
