using Npgsql;
using Seatrial.Faults.Kinds;

namespace Seatrial.Faults.Tests.Postgres;

/// <summary>A client that has to prove who it is: the proxy passes on what the two say (SCRAM-SHA-256, RFC 7677), and does its faults to the opening as a whole.</summary>
public sealed class AuthenticationTests(Cluster cluster)
{
    private const string Password = "pencil";

    [Fact]
    public async Task A_password_is_proved_through_the_proxy_and_the_session_is_recorded()
    {
        await using var rig = await Make();
        await using var pool = As(rig, Password);
        await using var command = pool.CreateCommand("SELECT rolpassword LIKE 'SCRAM-SHA-256$%' AND current_user = rolname FROM myself");
        Assert.Equal(true, await command.ExecuteScalarAsync());
        Assert.Equal(["CONNECT", "SELECT myself"], rig.Watch.Recording.Crossings
            .Where(one => one.Operation == "CONNECT" || !one.Traits.HasFlag(Traits.Library)).Select(one => one.Operation.Split(" ~")[0]));
        Assert.Contains($"user={Cluster.SecretUser}", rig.Watch.Recording.Crossings[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_by_the_server()
    {
        await using var rig = await Make();
        await using var pool = As(rig, "pen");
        Assert.Equal("28P01", (await Assert.ThrowsAsync<PostgresException>(async () => await pool.OpenConnectionAsync())).SqlState);
    }

    [Theory]
    [InlineData("error", "53300")]
    [InlineData("cut-before", null)]
    [InlineData("cut-after", null)]
    [InlineData("truncated", null)]
    [InlineData("hang", null)]
    public async Task An_opening_that_fails_is_told_and_the_next_one_goes_well(string kind, string? state)
    {
        await using var rig = await Make();
        await using var pool = As(rig, Password);
        using var fault = rig.Watch.Arm(Opening(rig, kind));
        var told = await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await pool.OpenConnectionAsync());
        Assert.Equal((1, state), (fault.Times, (told as PostgresException)?.SqlState));
        fault.Heal();
        await using var connection = await pool.OpenConnectionAsync();
        await Work.Run(connection, "SELECT 1");
    }

    [Fact]
    public async Task An_opening_that_is_slow_goes_well()
    {
        await using var rig = await Make();
        await using var pool = As(rig, Password);
        using var fault = rig.Watch.Arm(Opening(rig, "slow"));
        await using var connection = await pool.OpenConnectionAsync();
        await Work.Run(connection, "SELECT 1");
        Assert.Equal(1, fault.Times);
    }

    private static Fault Opening(Rig rig, string kind) => new(FaultKind.Named(kind)!, new Crossing(rig.Proxy.Tap.Boundary, "registry", "CONNECT", "", 1));

    // Everybody may see of themselves how they are known to the server.
    private async Task<Rig> Make()
    {
        var rig = await Rig.Make(cluster);
        await rig.Ask($"""
            DO $$BEGIN
                PERFORM pg_advisory_xact_lock(1);
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{Cluster.SecretUser}') THEN
                    CREATE ROLE {Cluster.SecretUser} LOGIN PASSWORD '{Password}';
                    CREATE VIEW myself AS SELECT rolname, rolpassword FROM pg_authid WHERE rolname = '{Cluster.SecretUser}';
                    GRANT SELECT ON myself TO {Cluster.SecretUser};
                END IF;
            END$$
            """);
        return rig;
    }

    private static NpgsqlDataSource As(Rig rig, string password) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(rig.Pool.ConnectionString)
    {
        Username = Cluster.SecretUser,
        Password = password,
        Timeout = 2,
    }.ConnectionString);
}
