using System.Data.Common;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(Seatrial.Registry.Tests.Hosting.CountingStartup))]

namespace Seatrial.Registry.Tests.Hosting;

/// <summary>
/// A hosting start-up assembly can stand between the registry and its database without the registry knowing.
/// </summary>
public sealed class HostingStartupTests
{
    private const string Variable = "ASPNETCORE_HOSTINGSTARTUPASSEMBLIES";

    [Fact]
    public async Task Every_connection_goes_through_a_data_source_that_was_decorated_from_outside()
    {
        CountingStartup.Opened.Value = new int[1];
        Environment.SetEnvironmentVariable(Variable, typeof(CountingStartup).Assembly.GetName().Name);
        try
        {
            await using var registry = await RegistryFixture.Start();
            var before = CountingStartup.Opened.Value[0];
            Assert.True(before > 0);
            await registry.Get("/api/v1/crates").Expect(HttpStatusCode.OK);
            Assert.True(CountingStartup.Opened.Value[0] > before);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }
}

/// <summary>
/// Replaces the registered data source with one that counts what it opens; idle unless the test asks for it.
/// </summary>
public sealed class CountingStartup : IHostingStartup
{
    /// <summary>Set by the one test that wants to count.</summary>
    internal static AsyncLocal<int[]?> Opened { get; } = new();

    /// <inheritdoc/>
    public void Configure(IWebHostBuilder builder)
    {
        if (Opened.Value is not { } opened)
            return;
        builder.ConfigureServices(services =>
        {
            var original = services.Single(one => one.ServiceType == typeof(DbDataSource));
            services.Remove(original);
            services.AddSingleton<DbDataSource>(
                parts => new CountingSource((DbDataSource)original.ImplementationFactory!(parts), opened));
        });
    }
}

/// <summary>Counts the connections that another source opens.</summary>
internal sealed class CountingSource(DbDataSource inner, int[] opened) : DbDataSource
{
    public override string ConnectionString => inner.ConnectionString;

    protected override DbConnection CreateDbConnection() => inner.CreateConnection();

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref opened[0]);
        return await inner.OpenConnectionAsync(cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
