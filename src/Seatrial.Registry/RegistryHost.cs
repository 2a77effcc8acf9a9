using System.Net;
using System.Security.Cryptography;
using Seatrial.Registry.Download;
using Seatrial.Registry.Edge;
using Seatrial.Registry.Index;
using Seatrial.Registry.Jobs;
using Seatrial.Registry.Monitoring;
using Seatrial.Registry.S3;
using Seatrial.Registry.Storage;
using Seatrial.Registry.Tokens;
using Seatrial.Registry.Users;

namespace Seatrial.Registry;

/// <summary>The whole embedded topology in one process: registry, database, storage server and edge.</summary>
internal sealed class RegistryHost : IAsyncDisposable
{
    public const string DatabaseFile = "registry.db";
    public const string StorageFolder = "storage";

    // Room for the index files and archives that a test or a small company reads all the time.
    private const long EdgeBytes = 64L * 1024 * 1024;
    private const int SecretBytes = 20;

    // Room for some 50,000 index files of usual size, within the 300 MB of a replica.
    private const long IndexBytes = 64L * 1024 * 1024;

    private readonly List<IAsyncDisposable> _parts = [];
    private readonly string _data;
    private readonly bool _temporary;
    private readonly ServerTls? _tls;

    private RegistryHost(RegistryOptions options)
    {
        _temporary = options.Data is null;
        _data = options.Data ?? Directory.CreateTempSubdirectory("seatrial-registry-").FullName;
        Directory.CreateDirectory(_data);
        AdminToken = options.AdminToken ?? TokenText.New();
        Parts = options.Parts;
        _tls = options is { TlsCertificate: { } certificate, TlsKey: { } key } ? new ServerTls(certificate, key, options.Clock) : null;
        StorageKey = options.StorageKey ?? new S3Key(Secret(), Secret());
        Bucket = options.StorageBucket;
    }

    public string Data => _data;
    public string AdminToken { get; }
    public S3Key StorageKey { get; }
    public string Bucket { get; }
    public ObjectFiles Files { get => field ?? throw Elsewhere(); private set; }
    public WebServer Storage { get => field ?? throw Elsewhere(); private set; }
    public WebServer Edge { get => field ?? throw Elsewhere(); private set; }
    public WebServer Registry { get => field ?? throw Elsewhere(); private set; }
    public PageCache EdgeCache { get; } = new(EdgeBytes);
    public Site Site { get => field ?? throw Elsewhere(); private set; }

    /// <summary>What runs here; the rest belongs to other processes, and asking for it is a mistake.</summary>
    public Part Parts { get; }

    /// <summary>Builds and starts everything; what was started is stopped again when a later part fails.</summary>
    public static async Task<RegistryHost> Start(RegistryOptions options, Wiring wiring,
        CancellationToken cancel = default)
    {
        var host = new RegistryHost(options);
        try
        {
            await host.StartParts(options, wiring, cancel);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Stops in the order in which nothing is missed: the registry finishes its requests and counters, then the rest.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        for (var part = _parts.Count - 1; part >= 0; part--)
            await _parts[part].DisposeAsync();
        _parts.Clear();
        _tls?.Dispose();
        if (_temporary && Directory.Exists(_data))
            Directory.Delete(_data, recursive: true);
    }

    private async Task StartParts(RegistryOptions options, Wiring wiring, CancellationToken cancel)
    {
        var purgeSecret = options.PurgeSecret ?? Secret();
        if (options.Parts.HasFlag(Part.Storage))
            Storage = await Run(NewStorage(options), cancel);
        if (options.Parts.HasFlag(Part.Edge))
            Edge = await Run(NewEdge(options, purgeSecret), cancel);
        if ((options.Parts & (Part.Api | Part.Worker)) != 0)
            await StartRegistry(options, wiring, purgeSecret, cancel);
    }

    private async Task StartRegistry(RegistryOptions options, Wiring wiring, string purgeSecret, CancellationToken cancel)
    {
        var access = new StorageAccess(options.Routes.Storage ?? Storage.Url, Bucket, StorageKey.Access, StorageKey.Secret, options.StorageRegion);
        var purge = new EdgePurge(() => options.Routes.Purge ?? Edge.Url, purgeSecret, _tls);
        Registry = Keep(RegistryServer.Build(options, _tls, Path.Combine(_data, DatabaseFile), wiring, services =>
        {
            services.AddSingleton(parts => new ObjectStorage(access, parts.GetRequiredService<Measures>())).AddSingleton(_ => purge);
            AddIndex(services, options, purgeSecret);
            if (options.Parts.HasFlag(Part.Edge))
                services.AddSingleton(EdgeCache);
        }));
        Site = Registry.Services.GetRequiredService<Site>();
        _tls?.Log = Site.Log;
        await PrepareDatabase(Site.Database, options.Clock, cancel);
        await Site.Storage.Check(cancel);
        Site.Addresses.Edge = options.Routes.PublicEdge ?? Edge.Url;
        await Registry.Start(cancel);
        Site.Addresses.Registry = options.Routes.Public ?? Registry.Url;
        // An address that stands for all of a machine's is none that a worker could use.
        if (options.Parts.HasFlag(Part.Api) && options.Database is not null && (options.Routes.Replica ?? Own(Registry.Url)) is { } replica)
            Keep(new LeaseKeeper(Site, replica));
    }

    private static void AddIndex(IServiceCollection services, RegistryOptions options, string purgeSecret)
    {
        // On SQLite there is one process, which tells itself.
        var alone = options.Database is null;
        services.AddSingleton(_ => alone ? IndexLease.OfOneProcess(options.Clock) : new IndexLease(options.Clock));
        services.AddSingleton(parts => new IndexCache(IndexBytes, parts.GetRequiredService<IndexLease>(), options.Clock));
        services.AddSingleton(parts => new IndexHolds(parts.GetRequiredService<Database>(), alone ? parts.GetRequiredService<IndexCache>() : null,
            purgeSecret, options.Clock, parts.GetRequiredService<ILoggerFactory>().CreateLogger("registry")));
    }

    private static string? Own(string url) => IPAddress.TryParse(new Uri(url).DnsSafeHost, out var address)
        && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) ? null : url;

    private WebServer NewStorage(RegistryOptions options)
    {
        Files = new ObjectFiles(Path.Combine(_data, StorageFolder));
        Files.AddBucket(Bucket);
        return S3Server.Build(options.Listen, options.StoragePort, Files, StorageKey, options.Clock);
    }

    private WebServer NewEdge(RegistryOptions options, string purgeSecret)
    {
        var origin = new Origin(EdgeCache, () => options.Routes.Origin ?? Registry.Url, options.Clock, _tls);
        return EdgeServer.Build(options.Listen, options.EdgePort, EdgeCache, origin, purgeSecret, options.Clock, _tls);
    }

    private async Task PrepareDatabase(Database database, TimeProvider clock, CancellationToken cancel)
    {
        await Migrations.Apply(database, clock, cancel);
        await AdminAccount.Prepare(database, AdminToken, clock, cancel);
        if (database.Dialect.OneProcess)
            await Outbox.ReleaseAll(database, cancel);
    }

    private async Task<WebServer> Run(WebServer server, CancellationToken cancel)
    {
        Keep(server);
        await server.Start(cancel);
        return server;
    }

    private T Keep<T>(T part) where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }

    private static InvalidOperationException Elsewhere() => new("Another process runs this part.");

    private static string Secret() => RandomNumberGenerator.GetHexString(2 * SecretBytes, lowercase: true);
}
