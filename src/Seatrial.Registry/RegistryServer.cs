using System.Data.Common;
using Seatrial.Registry.Audit;
using Seatrial.Registry.Crates;
using Seatrial.Registry.Download;
using Seatrial.Registry.Edge;
using Seatrial.Registry.Health;
using Seatrial.Registry.Index;
using Seatrial.Registry.Jobs;
using Seatrial.Registry.Limits;
using Seatrial.Registry.Monitoring;
using Seatrial.Registry.Owners;
using Seatrial.Registry.Private;
using Seatrial.Registry.Publish;
using Seatrial.Registry.Storage;
using Seatrial.Registry.Tokens;
using Seatrial.Registry.Users;
using Seatrial.Registry.Yank;

namespace Seatrial.Registry;

/// <summary>The registry itself: its services, its pipeline and its routes.</summary>
internal static class RegistryServer
{
    // The longest that an answer may take: cargo gives up after 30 s without a byte (API-GEN-14).
    private static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(25);

    public static WebServer Build(RegistryOptions options, ServerTls? tls, string databaseFile, Wiring wiring,
        Action<IServiceCollection> dependencies) =>
        WebServer.Build(
            new Binding(options.Listen, options.Port, RequestBody.SmallLimit, Extensible: true, tls),
            services =>
            {
                services.AddLogging(logging => Log(logging, options.LogLevel));
                services.AddRequestTimeouts(limits => limits.DefaultPolicy = new()
                {
                    Timeout = RequestTime,
                    TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
                    WriteTimeoutResponse = Answer.Of(Refusal.Unavailable("something that the request needs")).Write,
                });
                // The one way to the database: what decorates this registration sees every statement.
                services.AddSingleton<DbDataSource>(_ => options.Database is { } server ? PostgreSqlSource.Of(server) : new SqliteSource(databaseFile));
                services.AddSingleton(parts => new Database(
                    parts.GetRequiredService<DbDataSource>(), options.Database is null ? Dialect.Sqlite : Dialect.PostgreSql));
                services.AddSingleton(parts => NewSite(parts, options));
                services.AddSingleton<MetricsPage>().AddSingleton<Measures>()
                    .AddSingleton(parts => new Gauges(parts.GetRequiredService<Site>(), parts.GetService<PageCache>()));
                if (options.Parts.HasFlag(Part.Worker))
                    services.AddHostedService(parts => new JobWorker(parts.GetRequiredService<Site>(), wiring));
                if (options.Parts.HasFlag(Part.Worker) && options.Database is not null)
                    services.AddHostedService(parts => new JobListener(parts.GetRequiredService<DbDataSource>(), parts.GetRequiredService<Site>()));
                if (options.Telemetry)
                    services.AddHostedService(_ => new Telemetry());
                services.AddHostedService(parts => new CountFlusher(parts.GetRequiredService<Site>(), wiring));
                services.AddHostedService(parts => new TokenUseWriter(parts.GetRequiredService<Site>()));
                if (options.RateLimits.Count > 0)
                    services.AddHostedService(parts => new BucketSweeper(parts.GetRequiredService<Site>()));
                dependencies(services);
            },
            app => Pipeline(app, wiring));

    private static Site NewSite(IServiceProvider parts, RegistryOptions options) => new()
    {
        Database = parts.GetRequiredService<Database>(),
        JobSignal = Signal(parts.GetRequiredService<Database>()),
        Storage = parts.GetRequiredService<ObjectStorage>(),
        EdgePurge = parts.GetRequiredService<EdgePurge>(),
        IndexLease = parts.GetRequiredService<IndexLease>(),
        IndexCache = parts.GetRequiredService<IndexCache>(),
        IndexHolds = parts.GetRequiredService<IndexHolds>(),
        Addresses = new Addresses(),
        Clock = options.Clock,
        Limits = options.Limits,
        Policy = options.Policy,
        PublishMemory = new PublishMemory(options.PublishMemoryBytes, options.Clock),
        RateLimits = new RateLimits(options.RateLimits),
        BehindProxy = options.Routes.Public is not null,
        Privacy = options.AuthRequired ? new Privacy(options.DownloadSecret) : null,
        Log = parts.GetRequiredService<ILoggerFactory>().CreateLogger("registry"),
        Measures = parts.GetRequiredService<Measures>(),
    };

    private static JobSignal Signal(Database database) =>
        database.Dialect.TellWorkers is { } tell ? new JobSignal(() => database.Execute(tell, CancellationToken.None)) : new JobSignal();

    // Standard output belongs to the ready line.
    private static void Log(ILoggingBuilder logging, LogLevel level) => logging
        .SetMinimumLevel(level)
        // A start that fails is told in one sentence by whoever started the registry.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
        // The scope of the web server names the request in each line.
        .AddJsonConsole(console => console.IncludeScopes = true)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

    private static void Pipeline(IApplicationBuilder app, Wiring wiring)
    {
        var site = app.ApplicationServices.GetRequiredService<Site>();
        app.Use(next => new IndexFront(site, next).Answer);
        app.UseErrorPages(site.Log);
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseDoor(site);
        app.UseEndpoints(routes => Map(routes, site, wiring));
    }

    private static void Map(IEndpointRouteBuilder routes, Site site, Wiring wiring)
    {
        PublishEndpoint.Map(routes, site, wiring);
        YankEndpoints.Map(routes, site, wiring);
        Removal.RemovalEndpoint.Map(routes, site, wiring);
        OwnersEndpoints.Map(routes, site, wiring);
        DownloadEndpoints.Map(routes, site, wiring);
        CrateEndpoints.Map(routes, site, wiring);
        IndexEndpoints.Map(routes, site);
        TokenEndpoints.Map(routes, site, wiring);
        UserEndpoints.Map(routes, site, wiring);
        LockEndpoints.Map(routes, site, wiring);
        PublicUser.Map(routes, site);
        AuditEndpoint.Map(routes, site);
        JobEndpoints.Map(routes, site);
        HealthEndpoints.Map(routes, site);
        MetricsEndpoint.Map(routes);
        OpenApi.OpenApiEndpoint.Map(routes);
        WelcomePages.Map(routes, site);
    }
}
