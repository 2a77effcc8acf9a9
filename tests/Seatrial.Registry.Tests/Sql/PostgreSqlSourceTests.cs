using Npgsql;
using Seatrial.Registry.Sql;

namespace Seatrial.Registry.Tests.Sql;

/// <summary>The settings of the registry's connections; no server is needed to know them.</summary>
public sealed class PostgreSqlSourceTests
{
    [Theory]
    [InlineData("Host=127.0.0.1", 20, 3)]
    [InlineData("Host=127.0.0.1;Maximum Pool Size=7;Timeout=9", 7, 9)]
    [InlineData("Host=127.0.0.1;MaxPoolSize=7", 7, 3)]
    public async Task What_the_connection_string_sets_is_kept_and_the_rest_is_ours(string given, int pool, int timeout)
    {
        await using var source = PostgreSqlSource.Of(given);
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        Assert.Equal((pool, timeout), (settings.MaxPoolSize, settings.Timeout));
    }
}
