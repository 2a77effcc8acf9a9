using System.Globalization;
using System.Reflection;

namespace Seatrial.Inside.Providers;

/// <summary>
/// Microsoft.Data.Sqlite. There is no connection that could break: what comes nearest is a disk that fails, which ends a transaction.
/// </summary>
internal sealed class SqliteProvider(Assembly driver) : Provider
{
    // Result codes of SQLite (sqlite.org/rescode.html) with the words of sqlite3_errstr.
    private static readonly (int Code, string Name, string Words)[] Codes =
    [
        (5, "SQLITE_BUSY", "database is locked"),
        (6, "SQLITE_LOCKED", "database table is locked"),
        (7, "SQLITE_NOMEM", "out of memory"),
        (8, "SQLITE_READONLY", "attempt to write a readonly database"),
        (10, "SQLITE_IOERR", "disk I/O error"),
        (11, "SQLITE_CORRUPT", "database disk image is malformed"),
        (13, "SQLITE_FULL", "database or disk is full"),
        (14, "SQLITE_CANTOPEN", "unable to open database file"),
    ];

    private const string Busy = "SQLITE_BUSY";
    private const string Full = "SQLITE_FULL";
    private const string CannotRead = "SQLITE_IOERR";
    private const string CannotOpen = "SQLITE_CANTOPEN";

    public override Exception Refused(Asked what, bool writes, string code) => New(code.Length > 0 ? code : what switch
    {
        Asked.Open => CannotOpen,
        Asked.Begin => Busy,
        Asked.Commit => Full,
        Asked.Execute when writes => Full,
        _ => CannotRead,
    });

    public override Exception Lost() => New(CannotRead);

    public override Exception Unreachable() => New(CannotOpen);

    // The driver repeats what is busy until the time is over, and then gives up with this.
    public override Exception TimedOut() => New(Busy);

    private Exception New(string wanted)
    {
        var known = Codes.FirstOrDefault(one => one.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase)
            || one.Code.ToString(CultureInfo.InvariantCulture) == wanted);
        var (code, _, words) = known.Code != 0 ? known : (int.TryParse(wanted, CultureInfo.InvariantCulture, out var other) ? other : 1, "", $"error {wanted}");
        return (Exception)Activator.CreateInstance(
            driver.GetType("Microsoft.Data.Sqlite.SqliteException", throwOnError: true)!, $"SQLite Error {code}: '{words}'.", code)!;
    }
}
