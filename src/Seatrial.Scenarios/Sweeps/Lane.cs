using Seatrial.Cargo;
using Seatrial.Faults;
using Seatrial.Record;
using Seatrial.Scenarios.Sweeps.Stores;

namespace Seatrial.Scenarios.Sweeps;

/// <summary>How a registry that is to be swept can be reached, looked into and brought back: what whoever started it knows.</summary>
public sealed record LaneFacts
{
    /// <summary>Sees the crossings of this registry and has the faults.</summary>
    public required Watch Watch { get; init; }

    /// <summary>The index as users reach it, with its final slash.</summary>
    public required Uri Index { get; init; }

    /// <summary>A base URL of the web API on which no fault lies, for preparing and for looking; absent when it is the one of config.json.</summary>
    public string? DirectApi { get; init; }

    /// <summary>The user who publishes.</summary>
    public required User Publisher { get; init; }

    /// <summary>A second user; absent when the registry is to be asked for one.</summary>
    public User? Stranger { get; init; }

    /// <summary>The registry's replicas, each with its own base URL, to be looked at one by one.</summary>
    public IReadOnlyList<(string Name, string Url)> Replicas { get; init; } = [];

    /// <summary>The database; absent when it cannot be looked into.</summary>
    public DatabaseStore? Database { get; init; }

    /// <summary>The object storage; absent when it cannot be looked into.</summary>
    public StorageFacts? Storage { get; init; }

    /// <summary>The processes that are ours to kill, pause and start again.</summary>
    public IReadOnlyList<LaneProcess> Processes { get; init; } = [];

    /// <summary>The proxies and taps, to see that nothing hangs in them after a case.</summary>
    public Func<int> OpenConnections { get; init; } = () => 0;

    /// <summary>The log files of its processes, in which no secret may stand.</summary>
    public IReadOnlyList<string> Logs { get; init; } = [];

    /// <summary>Ends the registry.</summary>
    public Func<ValueTask> Stop { get; init; } = () => ValueTask.CompletedTask;
}

/// <summary>A process of a registry that is swept.</summary>
/// <param name="Name">Its part in the topology.</param>
/// <param name="ProcessId">Its present process id.</param>
/// <param name="RestartAsync">Starts it again and waits until it answers a real question; says why it does not.</param>
public sealed record LaneProcess(string Name, Func<int?> ProcessId, Func<CancellationToken, Task<string?>> RestartAsync);

/// <summary>One running registry that is swept: one case at a time, while other lanes have theirs.</summary>
internal sealed class Lane : IAsyncDisposable
{
    private readonly LaneFacts _facts;
    private readonly HttpMessageInvoker _http;
    private readonly StorageStore? _storage;

    private Lane(LaneFacts facts, HttpMessageInvoker http, Registry client, Registry direct, string login, User stranger, IReadOnlyList<Store> stores, StorageStore? storage) =>
        (_facts, _http, Client, Direct, PublisherLogin, Stranger, Stores, _storage) = (facts, http, client, direct, login, stranger, stores, storage);

    public Watch Watch => _facts.Watch;

    public User Publisher => _facts.Publisher;

    public string PublisherLogin { get; }

    public User Stranger { get; }

    /// <summary>The registry as a user reaches it.</summary>
    public Registry Client { get; }

    /// <summary>The registry by a way on which no fault lies.</summary>
    public Registry Direct { get; }

    /// <summary>All stores that can be looked into.</summary>
    public IReadOnlyList<Store> Stores { get; }

    public DatabaseStore? Database => _facts.Database;

    public StorageStore? Storage => _storage;

    public IReadOnlyList<string> Logs => _facts.Logs;

    public IReadOnlyList<LaneProcess> Processes => _facts.Processes;

    public int OpenConnections => _facts.OpenConnections();

    /// <summary>The invariants that cannot be looked at here, each with the reason.</summary>
    public IReadOnlyList<string> NotChecked =>
    [
        .. Database is null ? ["I8 and I10 in the database: the target file gives no way into it"] : Array.Empty<string>(),
        .. Workflow.All.Select(workflow => workflow.Impossible(this)).OfType<string>(),
        .. Storage is null ? ["I5 and I6: the target file gives no way into the storage"] : Array.Empty<string>(),
    ];

    /// <summary>Whether a process was killed in the present case: what it had in memory only is lost.</summary>
    public bool WasKilled { get; set; }

    /// <summary>Starts a registry and opens a lane to it.</summary>
    /// <returns>The lane, or why there is none.</returns>
    public static async Task<(Lane? Lane, string? Problem)> StartAsync(
        Func<CancellationToken, Task<(LaneFacts? Lane, string? Problem)>> start, Secrets secrets, TimeProvider clock, CancellationToken cancelled)
    {
        var (facts, problem) = await start(cancelled);
        if (facts is null)
            return (null, problem);
        secrets.Add(facts.Publisher.Token);
        try
        {
            return (await OpenAsync(facts, secrets, clock, cancelled), null);
        }
        catch (LaneBroken broken)
        {
            await facts.Stop();
            return (null, broken.Message);
        }
    }

    /// <summary>Looks who is there, and how the registry is reached.</summary>
    /// <exception cref="LaneBroken">The registry cannot be used.</exception>
    public static async Task<Lane> OpenAsync(LaneFacts facts, Secrets secrets, TimeProvider clock, CancellationToken cancelled)
    {
        var http = Registry.NewHttp();
        var target = new Target { Index = facts.Index, Publisher = facts.Publisher };
        Registry At(Uri index, RegistryConfig config) => new(target with { Index = index }, config, http, secrets, clock, _ => { });
        var config = await ConfigAsync(At(facts.Index, new RegistryConfig { Dl = "", Api = null }), clock, cancelled);
        var direct = At(facts.Index, facts.DirectApi is null ? config : new RegistryConfig { Dl = $"{facts.DirectApi}/api/v1/crates", Api = facts.DirectApi });
        var me = await direct.Api(HttpMethod.Get, "/me", facts.Publisher);
        var login = facts.Publisher.Login ?? me.Json("user.login")?.ToString() ?? throw new LaneBroken($"the publisher's login is not known: {me}");
        cancelled.ThrowIfCancellationRequested();
        var storage = facts.Storage is null ? null : new StorageStore(facts.Storage);
        var audited = (await direct.Api(HttpMethod.Get, "/audit?limit=1", facts.Publisher)).Json("audit") is not null;
        List<Store> stores = [new ApiStore("api", direct, facts.Publisher, audited), new IndexStore("index", direct)];
        foreach (var (name, url) in facts.Replicas)
            stores.Add(new IndexStore($"index of {name}", At(new Uri($"{url}/index/"), config)));
        if (facts.Database is not null)
            stores.Add(facts.Database);
        if (storage is not null)
            stores.Add(storage);
        if (storage?.Index is { } files)
            stores.Add(files);
        return new Lane(facts, http, At(facts.Index, config), direct, login, facts.Stranger ?? await StrangerAsync(direct, facts.Publisher), stores, storage);
    }

    // A registry whose database is behind our proxy may have waited for it, and so begins to answer only now.
    private static async Task<RegistryConfig> ConfigAsync(Registry registry, TimeProvider clock, CancellationToken cancelled)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            var asked = await registry.Index("config.json");
            if (asked.Status == 200 && RegistryConfig.Parse(asked.Body) is { IsValid: true } config)
                return config.Value;
            if (clock.GetElapsedTime(start) > StartLimit)
                throw new LaneBroken($"config.json cannot be read: {asked}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), clock, cancelled);
        }
    }

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private static async Task<User> StrangerAsync(Registry registry, User publisher)
    {
        var made = await registry.Api(HttpMethod.Put, "/users", publisher, """{"login":"sweep-stranger"}"""u8.ToArray(), ("Content-Type", "application/json"));
        return made.Json("token")?.ToString() is { Length: > 0 } token
            ? new User("sweep-stranger", token)
            : throw new LaneBroken($"the registry makes no second user: {made}; name one in the target file");
    }

    /// <summary>Something that a workflow needs and that no fault is laid on: it must work.</summary>
    /// <exception cref="LaneBroken">It did not.</exception>
    public static async Task<Answer> MustAsync(Task<Answer> asked) =>
        await asked is { IsSuccess: true } answer ? answer : throw new LaneBroken($"the preparation failed: {await asked}");

    /// <summary>Starts the process again that a fault has killed.</summary>
    /// <exception cref="LaneBroken">It does not come back.</exception>
    public async Task RestartAsync(Tap tap, CancellationToken cancelled)
    {
        WasKilled = true;
        var killed = tap.ProcessId();
        var process = Processes.FirstOrDefault(one => one.ProcessId() == killed) ?? throw new LaneBroken($"nobody knows the process of «{tap.Side}» that was killed");
        if (await process.RestartAsync(cancelled) is { } problem)
            throw new LaneBroken($"{process.Name} does not come back: {problem}");
    }

    public async ValueTask DisposeAsync()
    {
        _storage?.Dispose();
        _http.Dispose();
        await _facts.Stop();
    }
}

/// <summary>The registry of a lane cannot be used for the sweep: a matter of the tester's surroundings, and no finding.</summary>
internal sealed class LaneBroken(string message) : Exception(message);
