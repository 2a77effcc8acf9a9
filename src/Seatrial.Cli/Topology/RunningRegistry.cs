namespace Seatrial.Cli.Topology;

/// <summary>A reference registry that runs for us, in whatever topology; disposing of it ends all of its processes.</summary>
/// <param name="Index">The index URL, as cargo is given it.</param>
/// <param name="Url">The base URL of the web API.</param>
/// <param name="AdminToken">The token of the first user, who may make others.</param>
/// <param name="Topology"><c>embedded</c> or <c>full</c>.</param>
/// <param name="Parts">Its processes by name: what can be looked at, frozen or killed.</param>
/// <param name="Ended">Ends when the registry ends by itself.</param>
internal sealed record RunningRegistry(
    string Index, string Url, string AdminToken, string Topology, IReadOnlyList<RunningPart> Parts, Task Ended, Func<ValueTask> Stop) : IAsyncDisposable
{
    /// <summary>The topologies by name.</summary>
    public static readonly string[] Topologies = ["embedded", "full"];

    /// <summary>The folder that holds its data.</summary>
    public string? Data { get; init; }

    /// <summary>Its parts as programs that can be killed and started again; none where all is one process.</summary>
    public IReadOnlyList<(string Name, Part Process)> Processes { get; init; } = [];

    /// <summary>How its stores are looked into while it is swept; null when it is not.</summary>
    public SweptStores? Swept { get; init; }

    /// <summary>Starts a registry.</summary>
    /// <param name="tls">For https, which only the embedded topology can: Varnish speaks http.</param>
    /// <returns>The registry, or why it could not be started.</returns>
    public static Task<(RunningRegistry? Registry, string? Problem)> StartAsync(
        string topology, string? data, int port, TlsFiles? tls, CancellationToken cancelled) =>
        topology == "full" ? FullTopology.StartAsync(data, port, null, cancelled) : EmbeddedTopology.StartAsync(data, port, tls, cancelled);

    public ValueTask DisposeAsync() => Stop();
}

/// <summary>One process of a running registry.</summary>
/// <param name="Name">Its part in the topology: <c>postgres</c>, <c>replica-1</c>.</param>
/// <param name="ProcessId">Its process id.</param>
/// <param name="Url">Where it listens.</param>
internal sealed record RunningPart(string Name, int ProcessId, string Url);

/// <summary>The ways to the stores of a topology on which no fault lies.</summary>
/// <param name="Database">A connection string.</param>
/// <param name="Storage">The URL of the storage.</param>
/// <param name="StorageKey">Its access key.</param>
/// <param name="StorageSecret">Its secret key.</param>
internal sealed record SweptStores(string Database, string Storage, string StorageKey, string StorageSecret);
