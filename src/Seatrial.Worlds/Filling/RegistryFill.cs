using Seatrial.Cargo;

namespace Seatrial.Worlds.Filling;

/// <summary>
/// Fills any registry with a world through its API: archives are real, and every crate is published after those that it depends on. What is there
/// already is counted and left alone, so that a fill that ended early goes on with the same call.
/// </summary>
public sealed class RegistryFill
{
    private readonly World _world;
    private readonly RegistryClient _client;
    private readonly int _parallel;
    private readonly Lock _lock = new();
    private FillUsers _users = null!;
    private Filled _filled = new(null, 0, 0, 0, 0, 0, false);

    /// <summary>A fill.</summary>
    /// <param name="world">The world.</param>
    /// <param name="http">The client; it is not disposed.</param>
    /// <param name="index">The base URL of the sparse index, with its final slash.</param>
    /// <param name="token">Of an administrator of a reference registry, or of whoever is to own everything.</param>
    /// <param name="parallel">How many crates at once, from 1.</param>
    /// <param name="clock">For the pauses that the registry asks for.</param>
    public RegistryFill(World world, HttpClient http, Uri index, string token, int parallel, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parallel, 1);
        (_world, _client, _parallel) = (world, new RegistryClient(http, index, token, clock), parallel);
        Token = token;
    }

    private string Token { get; }

    /// <summary>Fills the registry.</summary>
    /// <param name="told">Is told what is there so far.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="HttpRequestException">The registry could not be reached.</exception>
    public async Task<Filled> Run(Action<Filled>? told = null, CancellationToken cancel = default)
    {
        if (await _client.Connect(cancel) is { } unusable)
            return _filled with { Problem = unusable };
        _users = new FillUsers(_world, _client, Token);
        if (await _users.Make(_parallel, cancel) is { } problem)
            return _filled with { Problem = problem };
        _filled = _filled with { Users = _users.Made, OneUser = _users.OneUser };
        await Crates(told, cancel);
        return _filled.Problem is null ? _filled with { Problem = await _users.Lock(cancel) } : _filled;
    }

    // In the order of their numbers, so many at a time; each waits for those that it depends on, which all began before it.
    private async Task Crates(Action<Filled>? told, CancellationToken cancel)
    {
        var running = new Dictionary<int, Task>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            for (var number = 0; number < _world.CrateCount && _filled.Problem is null; number++)
            {
                while (running.Count >= _parallel)
                    await End(running, await Task.WhenAny(running.Values), told);
                Task[] needed = [.. Want.Of(_world.Seed, number).Select(want => running.GetValueOrDefault(want.Number)).OfType<Task>()];
                running.Add(number, Crate(number, needed, stop.Token));
            }

            while (running.Count > 0)
                await End(running, await Task.WhenAny(running.Values), told);
        }
        finally
        {
            // One has failed: the others still use the client.
            await stop.CancelAsync();
            await Task.WhenAll(running.Values).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task End(Dictionary<int, Task> running, Task ended, Action<Filled>? told)
    {
        running.Remove(running.First(one => one.Value == ended).Key);
        await ended;
        told?.Invoke(_filled);
    }

    private async Task Crate(int number, Task[] needed, CancellationToken cancel)
    {
        // Off the loop's thread: archives take time to be built.
        await Task.Yield();
        await Task.WhenAll(needed);
        if (_filled.Problem is not null)
            return;
        var crate = _world.Crate(number);
        var by = _users.TokenOf(crate.Owner);
        var (lines, problem) = await _client.Lines(crate.Name, cancel);
        problem ??= await Publish(crate, lines, by, cancel) ?? await CoOwner(crate, by, cancel) ?? await Yank(crate, lines, by, cancel);
        Count(filled => problem is null ? filled with { Crates = filled.Crates + 1 } : filled with { Problem = filled.Problem ?? problem });
    }

    private async Task<string?> Publish(WorldCrate crate, IReadOnlyList<IndexLine> lines, string by, CancellationToken cancel)
    {
        var there = lines.Select(line => line.Version.WithoutBuild.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var version in crate.Versions)
        {
            var known = there.Contains(version.Metadata.Version.WithoutBuild.Text);
            if (!known)
            {
                var answer = await _client.Publish(WorldPackage.Frame(_world.Seed, version, _client.IndexUrl), by, cancel);
                // The index may lag behind the registry.
                known = answer.IsThere;
                if (!known && !answer.IsSuccess)
                    return $"{crate.Name} {version.Metadata.Version} could not be published. {answer}";
            }

            Count(filled => known ? filled with { There = filled.There + 1 } : filled with { Published = filled.Published + 1 });
        }

        return null;
    }

    private async Task<string?> CoOwner(WorldCrate crate, string by, CancellationToken cancel)
    {
        if (crate.CoOwner is not { } other || _users.OneUser)
            return null;
        var answer = await _client.AddOwner(crate.Name, _world.User(other).Login, by, cancel);
        return answer.IsSuccess ? null : $"{crate.Name} could not be given its second owner. {answer}";
    }

    private async Task<string?> Yank(WorldCrate crate, IReadOnlyList<IndexLine> lines, string by, CancellationToken cancel)
    {
        var yanked = lines.Where(line => line.Yanked).Select(line => line.Version).ToHashSet();
        foreach (var version in crate.Versions.Where(one => one.YankedAt is not null && !yanked.Contains(one.Metadata.Version)))
        {
            var answer = await _client.Yank(crate.Name, version.Metadata.Version, by, cancel);
            if (!answer.IsSuccess)
                return $"{crate.Name} {version.Metadata.Version} could not be yanked. {answer}";
            Count(filled => filled with { Yanked = filled.Yanked + 1 });
        }

        return null;
    }

    private void Count(Func<Filled, Filled> change)
    {
        lock (_lock)
            _filled = change(_filled);
    }
}
