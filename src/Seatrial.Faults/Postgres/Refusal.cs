namespace Seatrial.Faults.Postgres;

/// <summary>
/// How PostgreSQL is made to refuse: a statement that really fails there takes the place of the client's. Its state is then the
/// one after a real error, which no answer of our own making could give.
/// </summary>
internal static class Refusal
{
    /// <summary>The administrator ends the connection. RAISE cannot: it makes an ERROR of it, and the real one is FATAL.</summary>
    public const string Terminated = "57P01";

    /// <summary>The usual error of a new connection.</summary>
    public const string TooManyConnections = "53300";

    private const string SerializationFailure = "40001";
    private const string DiskFull = "53100";
    private const string Cancelled = "57014";

    /// <summary>The error that is usual for such a statement.</summary>
    public static string Usual(Traits traits) =>
        traits.HasFlag(Traits.InTransaction) && (traits & (Traits.Writes | Traits.Commits)) != 0 ? SerializationFailure
        : traits.HasFlag(Traits.Writes) ? DiskFull
        : Cancelled;

    /// <summary>A statement that fails with this SQLSTATE.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string Sql(string code) => Checked(code) switch
    {
        // Real ones: a session may signal itself, whatever its role. It does not outlive the sleep.
        Terminated => "DO $$BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); END$$",
        Cancelled => "DO $$BEGIN PERFORM pg_cancel_backend(pg_backend_pid()); PERFORM pg_sleep(10); END$$",
        _ => $"DO $$BEGIN RAISE EXCEPTION USING ERRCODE = '{code}', MESSAGE = '{Words(code)}'; END$$",
    };

    /// <summary>What PostgreSQL says with this SQLSTATE.</summary>
    public static string Words(string code) => Checked(code) switch
    {
        SerializationFailure => "could not serialize access due to concurrent update",
        "40P01" => "deadlock detected",
        "55P03" => "canceling statement due to lock timeout",
        DiskFull => "could not extend file: No space left on device",
        "53200" => "out of memory",
        TooManyConnections => "sorry, too many clients already",
        "57P03" => "the database system is starting up",
        "25006" => "cannot execute statement in a read-only transaction",
        _ => $"the server refuses with {code}",
    };

    private static string Checked(string code) => code.Length == 5 && code.All(char.IsAsciiLetterOrDigit)
        ? code
        : throw new ArgumentException($"«{code}» is no SQLSTATE: it has five letters and digits, such as 40001.", nameof(code));
}
