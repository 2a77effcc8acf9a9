using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Seatrial.Registry.Sql;

/// <summary>Everything in which the databases behind the slices differ.</summary>
/// <param name="Name">The folder of its migrations.</param>
/// <param name="Snapshot">The isolation that lets several reads see one state.</param>
/// <param name="OneProcess">Only one process ever opens this database, so leases of a dead one may be dropped at start.</param>
/// <param name="Write">The isolation of a write transaction.</param>
internal sealed record Dialect(string Name, IsolationLevel Snapshot, IsolationLevel Write, bool OneProcess)
{
    // SQLite: ReadUncommitted is how Microsoft.Data.Sqlite spells a deferred BEGIN; the first read then fixes the
    // snapshot (WAL).
    // Every other level is BEGIN IMMEDIATE, which takes the write lock at once: what a write transaction wants.
    public static Dialect Sqlite { get; } = new("sqlite", IsolationLevel.ReadUncommitted, IsolationLevel.Serializable, OneProcess: true);

    // PostgreSQL: what must not happen at once is kept apart by a lock on its key (LockKey), so the plain level is enough.
    public static Dialect PostgreSql { get; } = new("postgresql", IsolationLevel.RepeatableRead, IsolationLevel.ReadCommitted, OneProcess: false);

    /// <summary>The statement that makes transactions of one key wait for each other; null where one writer is all there is.</summary>
    public SqlText? LockKey(string key) => OneProcess ? null : Text($"SELECT pg_advisory_xact_lock(hashtextextended({key}, 0))");

    /// <summary>Makes writers wait until the end of the transaction, those of the registry's first version too; null where one writer is all there is.</summary>
    public SqlText? StopWriters => OneProcess ? null : Text($"LOCK TABLE crates, versions, owners, keywords, dependencies, downloads IN SHARE ROW EXCLUSIVE MODE");

    /// <summary>How to write a WITH that is planned apart from what reads it, and read no further than it is asked for.</summary>
    public SqlText Stopping => OneProcess ? Text($"NOT MATERIALIZED") : Text($"MATERIALIZED");

    /// <summary>
    /// A condition that finds crates by parts of their texts in the index; null where LIKE does that itself, or the parts are too short.
    /// It may find too many: the texts decide.
    /// </summary>
    public SqlText? HasPart(IEnumerable<string> parts) => HasPart("text", parts);

    /// <summary>The same for a part of the name.</summary>
    public SqlText? HasNamePart(string part) => HasPart("canonical", [part]);

    private SqlText? HasPart(string column, IEnumerable<string> parts)
    {
        var phrases = parts.Where(part => part.EnumerateRunes().Count() >= Search.SearchText.ShortestPart)
            .Select(part => $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\"").ToArray();
        if (!OneProcess || phrases.Length == 0)
            return null;
        var all = $"{column} : ({string.Join(" AND ", phrases)})";
        return Text($"t.crate_id IN (SELECT rowid FROM crate_parts WHERE crate_parts MATCH {all})");
    }
    /// <summary>What workers of other processes listen to.</summary>
    public const string JobsChannel = "jobs";

    /// <summary>The statement that tells the workers of other processes that there are jobs; null where there are none.</summary>
    public SqlText? TellWorkers => OneProcess ? null : Text($"SELECT pg_notify({JobsChannel}, '')");

    /// <summary>
    /// The statement itself is wrong (a bug of ours), as opposed to a database that cannot answer now.
    /// </summary>
    public static bool IsOurMistake(DbException failure) =>
        failure is SqliteException { SqliteErrorCode: SqliteError or SqliteConstraint or SqliteMisuse }
        or PostgresException { SqlState: ['4', '2', ..] or ['2', '2', ..] or ['2', '3', ..] }; // syntax or access, data, constraint

    private static SqlText Text(SqlText sql) => sql;

    private const int SqliteError = 1;
    private const int SqliteConstraint = 19;
    private const int SqliteMisuse = 21;
}
