using System.Data;
using System.Data.Common;
using System.Globalization;
using Seatrial.Cargo;

namespace Seatrial.Scenarios.Sweeps.Stores;

/// <summary>What the database holds of a crate, read with the target's own statements.</summary>
/// <param name="source">A way to the database that no fault lies on.</param>
/// <param name="snapshot">The isolation in which several statements see one state and lock nothing: <c>RepeatableRead</c> in PostgreSQL, <c>ReadUncommitted</c> (a deferred BEGIN) in SQLite.</param>
/// <param name="statements">How this registry keeps what is asked for.</param>
public sealed class DatabaseStore(DbDataSource source, IsolationLevel snapshot, DatabaseStatements statements) : Store
{
    private const int CommandSeconds = 5;

    /// <inheritdoc/>
    public override string Name => "database";

    /// <inheritdoc/>
    public override async Task<Holding> ReadAsync(string crate, IReadOnlyList<CratePackage> packages, CancellationToken cancelled)
    {
        try
        {
            var canonical = CrateName.Canonicalize(crate);
            await using var connection = await source.OpenConnectionAsync(cancelled);
            // One snapshot, or a publish between two statements would look like a contradiction.
            await using var transaction = await connection.BeginTransactionAsync(snapshot, cancelled);
            return new Holding(Name)
            {
                Versions = await RowsAsync(connection, transaction, statements.Versions, canonical, row =>
                    new HeldVersion(Text(row, 0)!, Text(row, 1)!, Convert.ToBoolean(row.GetValue(2), CultureInfo.InvariantCulture)), cancelled),
                Owners = statements.Owners is null ? null : [.. (await RowsAsync(connection, transaction, statements.Owners, canonical, row => Text(row, 0)!, cancelled))!.Order(StringComparer.Ordinal)],
                Actions = await RowsAsync(connection, transaction, statements.Audit, canonical, row => Audit.Words(Text(row, 0), Text(row, 1), Text(row, 2)), cancelled),
            };
        }
        catch (Exception problem) when (problem is DbException or InvalidOperationException or TimeoutException or IOException)
        {
            return new Holding(Name) { Unreadable = problem.Message };
        }
    }

    /// <summary>A number that a statement gives, such as how many jobs wait; null when it cannot be read, or there is no such statement.</summary>
    internal async Task<long?> NumberAsync(string? statement, CancellationToken cancelled)
    {
        if (statement is null)
            return null;
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancelled);
            return (await RowsAsync(connection, null, statement, null, row => Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), cancelled))![0];
        }
        catch (Exception problem) when (problem is DbException or InvalidOperationException or TimeoutException or IOException)
        {
            return null;
        }
    }

    /// <summary>The statements by which the registry is read.</summary>
    internal DatabaseStatements Statements => statements;

    /// <summary>Rows of texts, for a workflow that looks at more than crates.</summary>
    internal async Task<IReadOnlyList<string>> TextsAsync(string statement, string key, CancellationToken cancelled)
    {
        await using var connection = await source.OpenConnectionAsync(cancelled);
        return (await RowsAsync(connection, null, statement, key, row => Text(row, 0) ?? "", cancelled))!;
    }

    private static async Task<IReadOnlyList<T>?> RowsAsync<T>(
        DbConnection connection, DbTransaction? transaction, string? statement, string? crate, Func<DbDataReader, T> read, CancellationToken cancelled)
    {
        if (statement is null)
            return null;
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = CommandSeconds;
        // The statements are the target file's own, written by who runs the registry; what varies is a parameter.
#pragma warning disable CA2100
        command.CommandText = statement;
#pragma warning restore CA2100
        if (crate is not null)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("crate", crate);
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync(cancelled);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancelled))
            rows.Add(read(reader));
        return rows;
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture);
}

/// <summary>How a registry keeps what a sweep looks at, as SQL. <c>@crate</c> is the crate's name in lower case with hyphens.</summary>
public sealed record DatabaseStatements
{
    /// <summary>The version number, its checksum in hex and whether it is yanked, a row for each version, in the order of publish.</summary>
    public required string Versions { get; init; }

    /// <summary>The logins of the owners; absent when the database has none.</summary>
    public string? Owners { get; init; }

    /// <summary>Action, version and subject of each row of the audit log, refusals left out; absent when there is none.</summary>
    public string? Audit { get; init; }

    /// <summary>How many jobs wait or run; absent when there are none.</summary>
    public string? Waiting { get; init; }

    /// <summary>How many jobs have failed for ever; absent when there are none.</summary>
    public string? Dead { get; init; }

    /// <summary>How many connections hold a transaction open and do nothing; absent when it cannot be asked.</summary>
    public string? IdleInTransaction { get; init; }

    /// <summary>The number of counted downloads of the crate; absent when they are not counted.</summary>
    public string? Downloads { get; init; }

    /// <summary>The names of the tokens that are called <c>@crate</c> and work; absent when it cannot be asked.</summary>
    public string? Tokens { get; init; }

    /// <summary>Adds a job that writes the crate's index file; absent when it is not known how.</summary>
    public string? AddIndexJob { get; init; }

    /// <summary>Adds a job by which the CDN forgets the crate's index file; absent when it is not known how.</summary>
    public string? AddPurgeJob { get; init; }

    /// <summary>The reference registry's tables.</summary>
    public static DatabaseStatements Reference { get; } = new()
    {
        Versions = "SELECT v.num, v.checksum, v.yanked FROM versions v JOIN crates c ON c.id = v.crate_id WHERE c.canonical = @crate ORDER BY v.id",
        Owners = "SELECT u.login FROM owners o JOIN users u ON u.id = o.user_id JOIN crates c ON c.id = o.crate_id WHERE c.canonical = @crate",
        Audit = "SELECT action, version, subject FROM audit WHERE crate = @crate AND action NOT LIKE 'refused-%' ORDER BY id",
        Waiting = "SELECT COUNT(*) FROM jobs WHERE dead_at IS NULL",
        Dead = "SELECT COUNT(*) FROM jobs WHERE dead_at IS NOT NULL",
        Downloads = "SELECT COALESCE(SUM(d.total), 0) FROM downloads d JOIN versions v ON v.id = d.version_id JOIN crates c ON c.id = v.crate_id WHERE c.canonical = @crate",
        Tokens = "SELECT name FROM tokens WHERE name = @crate AND revoked_at IS NULL",
        AddIndexJob = "INSERT INTO jobs (kind, key, created_at, run_at) VALUES ('update-index', @crate, 0, 0)",
        AddPurgeJob = "INSERT INTO jobs (kind, key, created_at, run_at) VALUES ('purge-edge', 'crate/' || @crate, 0, 0)",
    };
}
