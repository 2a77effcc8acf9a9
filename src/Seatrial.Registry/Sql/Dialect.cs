using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Seatrial.Registry.Sql;

/// <summary>Everything in which the databases behind the slices differ.</summary>
/// <param name="Name">The folder of its migrations.</param>
/// <param name="Snapshot">The isolation that lets several reads see one state.</param>
/// <param name="OneProcess">Only one process ever opens this database, so leases of a dead one may be dropped at
/// start.</param>
internal sealed record Dialect(string Name, IsolationLevel Snapshot, bool OneProcess)
{
    // SQLite: ReadUncommitted is how Microsoft.Data.Sqlite spells a deferred BEGIN; the first read then fixes the
    // snapshot (WAL).
    // Every other level is BEGIN IMMEDIATE, which takes the write lock at once: what a write transaction wants.
    public static Dialect Sqlite { get; } = new("sqlite", IsolationLevel.ReadUncommitted, OneProcess: true);

    /// <summary>
    /// The statement itself is wrong (a bug of ours), as opposed to a database that cannot answer now.
    /// </summary>
    public static bool IsOurMistake(DbException failure) =>
        failure is SqliteException { SqliteErrorCode: SqliteError or SqliteConstraint or SqliteMisuse };

    private const int SqliteError = 1;
    private const int SqliteConstraint = 19;
    private const int SqliteMisuse = 21;
}
