using System.Reflection;

namespace Seatrial.Inside.Providers;

/// <summary>Npgsql. Where it can be, a proxy between it and PostgreSQL is the better tap: it has a wire.</summary>
internal sealed class NpgsqlProvider(Assembly driver) : Provider
{
    public override Exception Refused(Asked what, bool writes, string code)
    {
        var (state, words) = code.Length > 0 ? (code, $"refused with {code}") : what switch
        {
            Asked.Open => ("53300", "sorry, too many clients already"),
            Asked.Commit => ("40001", "could not serialize access due to concurrent update"),
            _ when writes => ("53100", "could not extend file: No space left on device"),
            _ => ("58030", "could not read block: Input/output error"),
        };
        return New("Npgsql.PostgresException", words, "ERROR", "ERROR", state);
    }

    public override Exception Lost() => New("Npgsql.NpgsqlException",
        "Exception while reading from stream", new IOException("Unable to read data from the transport connection: Connection reset by peer."));

    public override Exception Unreachable() => New("Npgsql.NpgsqlException",
        "Failed to connect", new IOException("Connection refused"));

    public override Exception TimedOut() => New("Npgsql.NpgsqlException",
        "Exception while reading from stream", new TimeoutException("Timeout during reading attempt"));

    private Exception New(string type, params object[] arguments) =>
        (Exception)Activator.CreateInstance(driver.GetType(type, throwOnError: true)!, arguments)!;
}
