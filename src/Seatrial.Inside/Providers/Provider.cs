using System.Data.Common;

namespace Seatrial.Inside.Providers;

/// <summary>
/// The errors of a database driver, as it would throw them itself. An application that knows its driver's exceptions must see
/// those; they are made without a reference to any driver.
/// </summary>
internal abstract class Provider
{
    /// <summary>The provider of a connection, known by the name of its type.</summary>
    public static Provider Of(DbConnection connection) => connection.GetType().FullName switch
    {
        "Microsoft.Data.Sqlite.SqliteConnection" => new SqliteProvider(connection.GetType().Assembly),
        "Npgsql.NpgsqlConnection" => new NpgsqlProvider(connection.GetType().Assembly),
        _ => new OtherProvider(),
    };

    /// <summary>The database refuses, and does nothing.</summary>
    /// <param name="what">What was asked.</param>
    /// <param name="writes">Whether it would have changed data.</param>
    /// <param name="code">A code of the database; empty for the usual one.</param>
    public abstract Exception Refused(Asked what, bool writes, string code);

    /// <summary>The connection broke while it was used.</summary>
    public abstract Exception Lost();

    /// <summary>There is no connection to be had.</summary>
    public abstract Exception Unreachable();

    /// <summary>The time for a command is over.</summary>
    public abstract Exception TimedOut();
}
