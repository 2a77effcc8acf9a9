using Seatrial.Cargo;
using Seatrial.Scenarios.Sweeps.Stores;

namespace Seatrial.Scenarios.Sweeps;

/// <summary>
/// Looks all the time while a case runs, since some promises may not be broken even for a moment: nothing is listed without
/// its archive (I5), and what was listed does not vanish (I11).
/// </summary>
/// <remarks>It looks into the stores themselves: a look through the registry would be a crossing like those that are swept.</remarks>
internal sealed class Onlooker : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _ended = new();
    private readonly Task _looking;

    private Onlooker(Lane lane, string crate, IReadOnlyList<CratePackage> packages, Look look) => _looking = Task.Run(() => LookAsync(lane, crate, packages, look));

    /// <summary>Begins to look.</summary>
    public static Onlooker Begin(Lane lane, Use use, Look look) => Begin(lane, use.Before.Name, use.Packages, look);

    /// <summary>Begins to look at a crate.</summary>
    public static Onlooker Begin(Lane lane, string crate, IReadOnlyList<CratePackage> packages, Look look) => new(lane, crate, packages, look);

    /// <summary>Ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _looking;
        _ended.Dispose();
    }

    private async Task LookAsync(Lane lane, string crate, IReadOnlyList<CratePackage> packages, Look look)
    {
        if (lane.Storage is null)
            return;
        var (whole, listed) = (new HashSet<string>(), new HashSet<string>());
        Store[] listing = [.. new Store?[] { lane.Storage.Index, lane.Database }.OfType<Store>()];
        try
        {
            while (!_ended.IsCancellationRequested)
            {
                foreach (var store in listing)
                    if (await store.ReadAsync(crate, [], _ended.Token) is { Unreadable: null, Versions: { } versions })
                    {
                        await HaveArchivesAsync(lane, crate, packages, store.Name, versions, whole, look);
                        Stay(store.Name, versions, listed, look);
                    }

                await Task.Delay(Pause, lane.Watch.Clock, _ended.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The case has ended.
        }
    }

    private async Task HaveArchivesAsync(
        Lane lane, string crate, IReadOnlyList<CratePackage> packages, string store, IReadOnlyList<HeldVersion> versions, HashSet<string> whole, Look look)
    {
        foreach (var version in versions.Where(version => !whole.Contains(version.Number)))
        {
            // Of two who try to publish one version, the one that is listed.
            var package = packages.FirstOrDefault(one => one.Checksum.Text == version.Checksum) ?? packages.FirstOrDefault(one => one.Version == version.Number);
            if (package is null || await lane.Storage!.ReadAsync(crate, [package], _ended.Token) is not { Unreadable: null, Versions: { } archives })
                continue;
            if (look.That("I5", $"what {store} lists has its archive, whenever one looks", archives is [{ } archive] && archive.Checksum == version.Checksum,
                $"an archive with {version.Checksum}", archives is [{ } other] ? $"{version.Number} with {other.Checksum}" : $"{version.Number} without one"))
                whole.Add(version.Number);
        }
    }

    private static void Stay(string store, IReadOnlyList<HeldVersion> versions, HashSet<string> listed, Look look)
    {
        foreach (var seen in listed.Where(one => one.StartsWith($"{store} ", StringComparison.Ordinal)).ToArray())
            look.That("I11", $"what {store} has listed it goes on listing", versions.Any(version => $"{store} {version.Number}" == seen), "still there", $"{seen} is gone");
        foreach (var version in versions)
            listed.Add($"{store} {version.Number}");
    }
}
