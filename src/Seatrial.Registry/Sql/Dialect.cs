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
