using System.Text;
using Seatrial.Registry.Audit;
using Seatrial.Registry.Crates;
using Seatrial.Registry.Jobs;
using Seatrial.Registry.Tokens;

namespace Seatrial.Registry.Publish;

/// <summary>What a publish reads from and writes to the database.</summary>
internal static class PublishRecord
{
    /// <summary>Asks for what decides whether the caller may publish this version.</summary>
    /// <returns>To be called when the batch has run: why not, or null. It notes the crate and the version that are there.</returns>
    public static Func<Refusal?> Check(SqlBatch batch, PublishAttempt attempt)
    {
        var (name, caller) = (attempt.Metadata.Name, attempt.Caller);
        var crates = PublishedCrate.Find(batch, name.Canonical, caller);
        var same = VersionRecord.FindSame(batch, name.Canonical, attempt.Metadata.Version);
        var removed = Removal.RemovedVersion.Find(batch, name.Canonical, attempt.Metadata.Version);
        attempt.Words = CrateWords.Find(batch, name.Canonical);
        return () =>
        {
            attempt.Crate = crates.Count > 0 ? crates[0] : null;
            attempt.Existing = same.Count > 0 ? same[0] : null;
            // Under the lock of the crate, so that nobody can make the crate in between (crates.io's race).
            var scope = attempt.Crate is null ? Scope.PublishNew : Scope.PublishUpdate;
            if (caller.Limits.Check(scope, name.Canonical) is { } limited)
                return limited;
            if (attempt.Crate is not { } crate)
                return null;
            if (!crate.IsOwner && !caller.IsAdmin)
                return CrateRecord.NotAnOwner(crate.Name);
            if (crate.Name != name.Text)
                return Refusal.Invalid($"NAME-04: this crate is called `{crate.Name}`, not `{name}`");
            return removed.Count > 0 ? Removal.RemovedVersion.Taken(crate.Name, attempt.Metadata.Version) : null;
        };
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
    /// Everything that makes the version exist, in one batch. The key's lock is held, so what was checked stays true; rows
    /// find each other by name and number, since ids are known only to the database.
    /// </summary>
    public static SqlBatch Write(PublishAttempt attempt)
    {
        var (metadata, now, batch) = (attempt.Metadata, attempt.Site.Clock.Milliseconds(), new SqlBatch());
        var canonical = metadata.Name.Canonical;
        WriteCrate(batch, attempt, now);
        WriteVersion(batch, attempt, now);
        foreach (var (position, one) in metadata.Dependencies.Index())
            WriteDependency(batch, metadata, position, one);
        CrateWords.Write(batch, canonical, metadata, attempt.Words);
        // After the version and its dependencies: a trigger works out who depends on whom from them.
        var max = (attempt.Crate?.MaxWith(metadata.Version) ?? metadata.Version).Text;
        batch.Execute($"UPDATE crates SET max_version = {max}, updated_at = {now} WHERE canonical = {canonical}");
        AuditLog.Write(batch, now, attempt.Caller.Login, "publish", canonical, metadata.Version.Text);
        Outbox.Add(batch, JobKinds.UpdateIndex, canonical, now);
        return batch;
    }

    private static void WriteCrate(SqlBatch batch, PublishAttempt attempt, long now)
    {
        var data = attempt.Metadata;
        var text = SearchText(data);
        if (attempt.Crate is { } crate)
        {
            batch.Execute($"""
                UPDATE crates SET description = {data.Description}, homepage = {data.Homepage},
                    documentation = {data.Documentation}, repository = {data.Repository}, readme = {data.Readme},
                    search_text = {text} WHERE id = {crate.Id}
                """);
            return;
        }

        batch.Execute($"""
            INSERT INTO crates (name, canonical, description, homepage, documentation, repository, readme, search_text,
                max_version, created_at, updated_at)
            VALUES ({data.Name.Text}, {data.Name.Canonical}, {data.Description}, {data.Homepage}, {data.Documentation},
                {data.Repository}, {data.Readme}, {text}, {data.Version.Text}, {now}, {now})
            """);
        batch.Execute($"""
            INSERT INTO owners (crate_id, user_id, created_at)
            SELECT id, {attempt.Caller.UserId}, {now} FROM crates WHERE canonical = {data.Name.Canonical}
            """);
    }

    private static void WriteVersion(SqlBatch batch, PublishAttempt attempt, long now)
    {
        var data = attempt.Metadata;
        var line = IndexLine.From(data, attempt.Checksum, DateTimeOffset.FromUnixTimeMilliseconds(now),
            attempt.Site.Addresses.Index);
        batch.Execute($"""
            INSERT INTO versions (crate_id, num, num_no_build, checksum, size, license, links, rust_version, index_line,
                published_by, created_at, updated_at)
            SELECT id, {data.Version.Text}, {data.Version.WithoutBuild.Text}, {attempt.Checksum.Text},
                {attempt.Frame.Archive.Length}, {data.License}, {data.Links}, {data.RustVersion},
                {Encoding.UTF8.GetString(line.ToJson())}, {attempt.Caller.UserId}, {now}, {now}
            FROM crates WHERE canonical = {data.Name.Canonical}
            """);
    }

    private static void WriteDependency(SqlBatch batch, PublishMetadata data, int position, PublishDependency one) =>
        batch.Execute($"""
            INSERT INTO dependencies (version_id, position, name, requirement, kind, optional, target, registry)
            SELECT v.id, {position}, {one.Name.Text}, {one.Requirement.ToString()}, {Kind(one.Kind)}, {one.Optional},
                {one.Target}, {one.Registry}
            FROM versions v JOIN crates c ON c.id = v.crate_id
            WHERE c.canonical = {data.Name.Canonical} AND v.num = {data.Version.Text}
            """);

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
