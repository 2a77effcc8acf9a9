using Seatrial.Cargo;
using Seatrial.Scenarios;

namespace Seatrial.EndToEnd.Tests.ThirdParty;

/// <summary>What came of publishing one crate.</summary>
/// <param name="Crate">The crate with the manifest that it was published with.</param>
/// <param name="Ran">What cargo said.</param>
/// <param name="Took">How long cargo took, its wait for the index with it.</param>
internal sealed record Published(SourceCrate Crate, CargoRan Ran, TimeSpan Took);

/// <summary>A registry of its own that holds the crates which the program reaches, each published by real cargo.</summary>
public sealed class PublishedTree : IAsyncLifetime
{
    /// <summary>For the few requests of the tests themselves, which go to this machine.</summary>
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new() { Timeout = RequestLimit };
    private RegistryProcess? _registry;

    internal RegistryProcess Registry => _registry!;

    internal FoundCargo Cargo { get; private set; } = null!;

    internal CrateTree Tree { get; private set; } = null!;

    internal IReadOnlyList<Published> Crates { get; private set; } = [];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Tree = CrateTree.Of(SourceCrate.All(), Voyage.Uses.Select(one => one.Crate).Distinct());
        var (cargo, evidence) = await FoundCargo.FindAsync(CancellationToken.None);
        Cargo = cargo ?? throw new InvalidOperationException($"{evidence}. Run eng/install-for-tests, or ./test, which does.");
        _registry = await RegistryProcess.StartAsync();
        Crates = await PublishAll();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_registry is not null)
            await _registry.DisposeAsync();
    }

    /// <summary>Cargo with an empty home that knows this registry alone.</summary>
    internal CargoHome NewHome(string? token = null) =>
        new(Cargo, Registry.Index, token, TimeProvider.System, _ => { }, CancellationToken.None);

    /// <summary>Gets a file of the index.</summary>
    internal Task<byte[]> Index(string path) => Get(new Uri(new Uri(Registry.Index["sparse+".Length..]), path));

    /// <summary>Gets a URL, redirects followed.</summary>
    internal Task<byte[]> Get(Uri url) => _http.GetByteArrayAsync(url);

    private async Task<IReadOnlyList<Published>> PublishAll()
    {
        using var home = NewHome(Registry.AdminToken);
        var published = new List<Published>();
        foreach (var crate in Tree.InPublishOrder)
            published.Add(await Publish(home, PreparedManifest.For(crate, Tree, CargoHome.RegistryName)));
        return published;
    }

    private async Task<Published> Publish(CargoHome home, SourceCrate crate)
    {
        var folder = crate.CopyTo(home.Folder);
        var start = TimeProvider.System.GetTimestamp();
        // Built is only what the program needs, and once: in the program's own build.
        var ran = await home.Run(folder, "publish", "--no-verify", "--registry", CargoHome.RegistryName);
        Assert.True(ran.ExitCode == 0, $"{crate}: {ran}\nThe registry's log:\n{Registry.Log}");
        return new(crate, ran, TimeProvider.System.GetElapsedTime(start));
    }
}
