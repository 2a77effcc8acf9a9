using Npgsql;
using Seatrial.Registry.Tests.Sql;

namespace Seatrial.Registry.Tests.Publish;

/// <summary>How often a publish waits for the database, counted on the wire.</summary>
public sealed class RoundTripTests
{
    // What goes on beside it: the lease of the replica, last uses of tokens, and the word to the workers, for which nobody waits.
    private static readonly string[] Others = ["FROM replicas", "INTO replicas", "SET last_used_at", "pg_notify", "migrations", "count_batches"];

    [Theory]
    [InlineData("new", 5)]
    [InlineData("update", 5)]
    [InlineData("repeated", 3)]
    public async Task A_publish_takes_so_many_round_trips_to_the_database(string what, int trips)
    {
        await using var database = await PostgreSqlDatabase.Make();
        Assert.SkipWhen(database is null, "SQLite has no wire.");
        var server = new NpgsqlConnectionStringBuilder(database!.ConnectionString);
        await using var relay = new StatementRelay(server.Host!, server.Port);
        server.Port = relay.Port;
        server.Host = "127.0.0.1";
        server.SslMode = SslMode.Disable;
        // Without a worker, whose own statements could not be told from these.
        await using (var host = await RegistryHost.Start(new RegistryOptions
        {
            Database = server.ConnectionString,
            Parts = Part.Api | Part.Storage | Part.Edge,
            LogLevel = Microsoft.Extensions.Logging.LogLevel.None,
        }, Wiring.Standard))
        {
            using var client = new HttpClient();
            // The first ones open connections and make ready what the next ones use.
            for (var version = 0; version < 4; version++)
                await Publish(client, host, "known", $"0.{version}.0", HttpStatusCode.OK);
            var before = relay.RoundTrips.Count;

            await (what switch
            {
                "new" => Publish(client, host, "fresh", "1.0.0", HttpStatusCode.OK),
                "update" => Publish(client, host, "known", "1.0.0", HttpStatusCode.OK),
                _ => Publish(client, host, "known", "0.1.0", HttpStatusCode.Conflict),
            });

            var made = relay.RoundTrips.Skip(before).Where(one => !Others.Any(other => one.Contains(other, StringComparison.Ordinal))).ToList();
            Assert.True(made.Count == trips, $"{made.Count} round trips:\n{string.Join("\n", made)}");
        }

        NpgsqlConnection.ClearAllPools();
    }

    private static async Task Publish(HttpClient client, RegistryHost host, string name, string version, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, host.Registry.Url + "/api/v1/crates/new")
        {
            Content = new ByteArrayContent(Some.Publish(name, version)),
        };
        request.Headers.TryAddWithoutValidation("Authorization", host.AdminToken);
        (await client.SendAsync(request)).Expect(status);
    }
}
