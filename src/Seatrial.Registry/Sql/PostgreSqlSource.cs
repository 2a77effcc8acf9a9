using System.Globalization;
using Npgsql;

namespace Seatrial.Registry.Sql;

/// <summary>Opens pooled connections to PostgreSQL, with the settings that the registry relies on.</summary>
internal static class PostgreSqlSource
{
    // Two replicas and two workers stay below PostgreSQL's usual 100 connections.
    private const int MaxPoolSize = 20;
    private const int ConnectSeconds = 3;
    private const int IdleMilliseconds = (Database.CommandSeconds + 3) * 1000;

    // The registry has some forty statements; planning each once a connection is what makes a publish cheap.
    private const int PreparedStatements = 100;

    /// <summary>A source for a connection string; what the string sets itself is kept.</summary>
    public static NpgsqlDataSource Of(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        // What it holds, in the driver's own spelling; its ContainsKey says which words it knows.
        var set = given.Keys;
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = set.Contains("Maximum Pool Size") ? given.MaxPoolSize : MaxPoolSize,
            Timeout = set.Contains("Timeout") ? given.Timeout : ConnectSeconds,
            CommandTimeout = Database.CommandSeconds,
            MaxAutoPrepare = PreparedStatements,
            AutoPrepareMinUsages = 2,
            // No statement of ours leaves anything behind in its session but LISTEN, whose connection nobody else gets; the
            // reset would be eight statements before each first one.
            NoResetOnClose = true,
            // A server that is gone without a word: noticed within seconds, not with the kernel's two hours.
            KeepAlive = 0,
            TcpKeepAlive = true,
            // A transaction whose client is gone without a word keeps its locks until the server ends it: sooner than a job's
            // lease ends, and later than any statement may run.
            Options = set.Contains("Options") ? given.Options : string.Create(CultureInfo.InvariantCulture, $"-c idle_in_transaction_session_timeout={IdleMilliseconds}"),
        };
        // The name is what metrics show of it; else they would show the connection string.
        return new NpgsqlSlimDataSourceBuilder(settings.ConnectionString) { Name = "registry" }.Build();
    }
}
