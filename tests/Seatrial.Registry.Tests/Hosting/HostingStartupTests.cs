using System.Data.Common;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(Seatrial.Registry.Tests.Hosting.DataSourceStartup))]

namespace Seatrial.Registry.Tests.Hosting;

/// <summary>
/// A hosting start-up assembly can stand between the registry and its database without the registry knowing; and what the
/// registry does when the database fails there.
/// </summary>
/// <remarks>Alone, because it sets a variable of the whole process, which a registry that another test starts would inherit.</remarks>
[Collection(Alone)]
public sealed class HostingStartupTests : IDisposable
{
    /// <summary>The collection of tests beside which nothing else runs.</summary>
    public const string Alone = "alone";

    private const string Variable = "ASPNETCORE_HOSTINGSTARTUPASSEMBLIES";
    private readonly DataSourceSwitch _switch = new();

    public HostingStartupTests()
    {
        DataSourceStartup.Wanted.Value = _switch;
        Environment.SetEnvironmentVariable(Variable, typeof(DataSourceStartup).Assembly.GetName().Name);
    }

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, null);

    [Fact]
    public async Task Every_connection_goes_through_a_data_source_that_was_decorated_from_outside()
    {
        await using var registry = await RegistryFixture.Start();
        var before = _switch.Opened;
        Assert.True(before > 0);
        await registry.Get("/api/v1/crates").Expect(HttpStatusCode.OK);
        Assert.True(_switch.Opened > before);
    }

    [Theory]
    [InlineData("PUT", "/api/v1/crates/new")]
    [InlineData("DELETE", "/api/v1/crates/there/1.0.0/yank")]
    [InlineData("PUT", "/api/v1/crates/there/1.0.0/unyank")]
    [InlineData("GET", "/api/v1/crates/there/owners")]
    [InlineData("PUT", "/api/v1/crates/there/owners")]
    [InlineData("GET", "/api/v1/crates/there")]
    [InlineData("GET", "/api/v1/crates/there/1.0.0")]
    [InlineData("GET", "/api/v1/crates/absent")]
    [InlineData("GET", "/api/v1/crates/absent/1.0.0/download")]
    [InlineData("GET", "/api/v1/crates?q=there")]
    [InlineData("GET", "/api/v1/me")]
    [InlineData("GET", "/api/v1/me/tokens")]
    [InlineData("PUT", "/api/v1/me/tokens")]
    [InlineData("DELETE", "/api/v1/me/tokens/1")]
    [InlineData("PUT", "/api/v1/users")]
    [InlineData("GET", "/api/v1/audit?crate=there")]
    [InlineData("GET", "/api/v1/jobs")]
    [InlineData("PUT", "/api/v1/jobs/1/retry")]
    [InlineData("GET", "/health/ready")]
    public async Task Without_a_database_every_answer_is_a_503_and_never_a_guess(string method, string path)
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("there", "1.0.0");
        _switch.Failing = true;

        await registry.Send(new HttpMethod(method), path, token,
            new StringContent("{}")).Refusal(HttpStatusCode.ServiceUnavailable);

        _switch.Failing = false;
    }

    [Fact]
    public async Task Without_a_database_the_index_and_downloads_go_on_and_are_counted_later()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("there", "1.0.0");
        _switch.Failing = true;
        Assert.Single((await registry.Index("there"))!.Versions);
        await registry.Get("/api/v1/crates/there/1.0.0/download").Expect(HttpStatusCode.Found);
        await registry.Get("/crates/there/there-1.0.0.crate").Expect(HttpStatusCode.OK);
        var flusher = new Registry.Download.CountFlusher(registry.Site, Wiring.Standard);
        await flusher.Flush(default);

        _switch.Failing = false;

        await flusher.Flush(default);
        var crate = (await registry.Get("/api/v1/crates/there").Document()).GetProperty("crate");
        Assert.Equal(1, crate.GetProperty("downloads").GetInt32());
    }
}

/// <summary>Counts the connections of a registry, and lets them fail.</summary>
internal sealed class DataSourceSwitch
{
    private int _opened;

    public int Opened => Volatile.Read(ref _opened);

    public bool Failing { get; set; }

    public void Open()
    {
        Interlocked.Increment(ref _opened);
        if (Failing)
            throw new SqliteException("disk I/O error", 10);
    }
}

/// <summary>Puts a switch in front of the registered data source; idle unless the test asks for it.</summary>
public sealed class DataSourceStartup : IHostingStartup
{
    /// <summary>Set by the tests that want a switch; other tests run at the same time and do not.</summary>
    internal static AsyncLocal<DataSourceSwitch?> Wanted { get; } = new();

    /// <inheritdoc/>
    public void Configure(IWebHostBuilder builder)
    {
        if (Wanted.Value is not { } wanted)
            return;
        builder.ConfigureServices(services =>
        {
            var original = services.Single(one => one.ServiceType == typeof(DbDataSource));
            services.Remove(original);
            services.AddSingleton<DbDataSource>(
                parts => new SwitchedSource((DbDataSource)original.ImplementationFactory!(parts), wanted));
        });
    }
}

/// <summary>Another source behind a switch.</summary>
internal sealed class SwitchedSource(DbDataSource inner, DataSourceSwitch wanted) : DbDataSource
{
    public override string ConnectionString => inner.ConnectionString;

    protected override DbConnection CreateDbConnection() => inner.CreateConnection();

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken)
    {
        wanted.Open();
        return await inner.OpenConnectionAsync(cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Tests that change something of the whole process.</summary>
[CollectionDefinition(HostingStartupTests.Alone, DisableParallelization = true)]
public sealed class AloneCollection;
