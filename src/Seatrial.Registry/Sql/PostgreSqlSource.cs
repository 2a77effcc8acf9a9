using Npgsql;

namespace Seatrial.Registry.Sql;

/// <summary>Opens pooled connections to PostgreSQL, with the settings that the registry relies on.</summary>
internal static class PostgreSqlSource
{
    // Two replicas and two workers stay below PostgreSQL's usual 100 connections.
    private const int MaxPoolSize = 20;
    private const int ConnectSeconds = 3;

    // The registry has some forty statements; planning each once a connection is what makes a publish cheap.
    private const int PreparedStatements = 100;

    /// <summary>A source for a connection string; what the string sets itself is kept.</summary>
    public static NpgsqlDataSource Of(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = given.ContainsKey("Maximum Pool Size") ? given.MaxPoolSize : MaxPoolSize,
            Timeout = given.ContainsKey("Timeout") ? given.Timeout : ConnectSeconds,
            CommandTimeout = Database.CommandSeconds,
            MaxAutoPrepare = PreparedStatements,
            AutoPrepareMinUsages = 2,
            // A server that is gone without a word: noticed within seconds, not with the kernel's two hours.
            KeepAlive = 0,
            TcpKeepAlive = true,
        };
        return new NpgsqlSlimDataSourceBuilder(settings.ConnectionString).Build();
    }
}
