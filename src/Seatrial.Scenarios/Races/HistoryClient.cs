using System.Globalization;
using System.Text.Json;
using Seatrial.Cargo;
using Seatrial.Record;
using Seatrial.Scenarios.Histories;
using Seatrial.Scenarios.Sweeps;
using Seatrial.Scenarios.Sweeps.Stores;

namespace Seatrial.Scenarios.Races;

/// <summary>One client of a random history: asks for one thing after the other, and writes down what it asked and was told.</summary>
/// <param name="lane">The registry.</param>
/// <param name="recorder">Takes what was asked and told.</param>
/// <param name="crates">The crates of the history; each has its first version.</param>
/// <param name="name">Who it is.</param>
/// <param name="seed">All its chance: what it asks for, and in which order, whatever it is told and when.</param>
internal sealed class HistoryClient(Lane lane, HistoryRecorder recorder, IReadOnlyList<string> crates, string name, int seed)
{
    // So many actions go by until the next version is the newest that is asked for: enough that clients meet at each.
    private const int ActionsOfAVersion = 8;

    // So many versions back lies what is yanked and downloaded.
    private const int Behind = 4;

    private const int MostActions = 20_000;

    /// <summary>What somebody waits who was not answered, as a user would: a registry that is down would fill the history with nothing else.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    // It may lag behind what was acknowledged, and never goes back (I11).
    private static readonly View Edge = new("index at the edge", Promise.Monotonic);

    private readonly IndexStore[] _replicas = [.. lane.Stores.OfType<IndexStore>().Where(store => store.Name.StartsWith("index of", StringComparison.Ordinal))];

    /// <summary>Asks until it is told to end.</summary>
    /// <param name="pace">Keeps it near the others.</param>
    /// <param name="ends">Whether it is to end.</param>
    /// <param name="cancelled">Ends it.</param>
    public async Task RunAsync(Pace pace, Func<bool> ends, CancellationToken cancelled)
    {
        var chance = new Random(seed);
        for (var action = 0; action < MostActions && !ends(); action++)
        {
            cancelled.ThrowIfCancellationRequested();
            // All chance is drawn before anything is done, so that nothing that is told changes what is asked next. The first crate is what
            // most are after.
            var (kind, crate, newest) = (chance.Next(100), crates[chance.Next(2) * chance.Next(crates.Count)], action / ActionsOfAVersion);
            var (near, far) = (newest + chance.Next(3), Math.Max(0, newest - chance.Next(Behind)));
            // Both users act: whoever has been removed can be added again by the other one, or a crate would soon refuse everything.
            var user = chance.Next(2) == 0 ? lane.Publisher : lane.Stranger;
            if (!pace.LeavesOut(action) && !await ActAsync(kind, user, crate, near, far, action, cancelled))
                await Task.Delay(Breath, lane.Watch.Clock, cancelled);
        }
    }

    /// <summary>Does everything once, for a recording of what can be crossed.</summary>
    public async Task OnceAsync(string crate, CancellationToken cancelled)
    {
        foreach (var kind in Kinds)
            await ActAsync(kind, lane.Publisher, crate, near: 1, far: 0, IsOfOwners(kind) ? 1 : 0, cancelled);
    }

    /// <summary>Publishes the first version of a crate, without a fault.</summary>
    /// <exception cref="LaneBroken">It does not work.</exception>
    public async Task FoundAsync(string crate)
    {
        var package = Package(crate, Version(0), -1);
        var publish = recorder.Begin(name, Act.Publish, new Key(crate, package.Version), checksum: package.Checksum.Text);
        var own = recorder.Begin(name, Act.AddOwner, new Key(crate, null, lane.PublisherLogin));
        await Lane.MustAsync(lane.Direct.Publish(package, lane.Publisher));
        publish.End(OperationOutcome.Ok);
        own.End(OperationOutcome.Ok);
    }

    /// <summary>Reads the final state of everything that the history is about, once all has come to rest.</summary>
    public async Task ReadAllAsync(History history, CancellationToken cancelled)
    {
        foreach (var crate in crates)
        {
            string[] versions = [.. history.Operations.Where(operation => operation.Act == Act.Publish && operation.Key.Crate == crate).Select(operation => operation.Key.Version!).Distinct()];
            await VersionsAsync(lane.Direct, crate, versions);
            Owners(recorder.Begin(name, Act.ReadOwners, new Key(crate)), await lane.Direct.Owners(crate, lane.Publisher));
            foreach (var store in lane.Stores.OfType<IndexStore>())
            {
                var read = recorder.Begin(name, Act.ReadIndex, new Key(crate), View.Index with { Name = store.Name });
                Lines(read, await store.ReadAsync(crate, [], cancelled));
            }
        }
    }

    // One of each, by what it is drawn as.
    private static readonly int[] Kinds = [0, 30, 40, 50, 56, 62, 78, 84, 94];

    // Of another user than the publisher, so that there is something to change.
    private static bool IsOfOwners(int kind) => kind is 50 or 56;

    // Whether it was answered.
    private async Task<bool> ActAsync(int kind, User user, string crate, int near, int far, int number, CancellationToken cancelled)
    {
        // Sometimes both users are added and removed, so that a crate can come to its last owner.
        var (login, older, newer) = (number % 3 == 0 ? lane.PublisherLogin : lane.Stranger.Login!, new Key(crate, Version(far)), new Key(crate, Version(near)));
        switch (kind)
        {
            case < 30:
                var package = Package(crate, newer.Version!, number);
                return Written(recorder.Begin(name, Act.Publish, newer, checksum: package.Checksum.Text), await lane.Client.Publish(package, user));
            case < 40:
                return Written(recorder.Begin(name, Act.Yank, older), await lane.Client.Yank(crate, older.Version!, user));
            case < 50:
                return Written(recorder.Begin(name, Act.Unyank, older), await lane.Client.Unyank(crate, older.Version!, user));
            case < 56:
                return Written(recorder.Begin(name, Act.AddOwner, new Key(crate, null, login)), await lane.Client.AddOwner(crate, login, user));
            case < 62:
                return Written(recorder.Begin(name, Act.RemoveOwner, new Key(crate, null, login)), await lane.Client.RemoveOwner(crate, login, user));
            case < 78:
                return await VersionsAsync(lane.Client, crate, [.. Enumerable.Range(far, near - far + 1).Select(Version)]);
            case < 84:
                return Owners(recorder.Begin(name, Act.ReadOwners, new Key(crate)), await lane.Client.Owners(crate, user));
            case < 94:
                return await IndexAsync(crate, number, cancelled);
            default:
                return await DownloadAsync(older);
        }
    }

    // One answer tells of every version: each of them is a read of its checksum and of its flag.
    private async Task<bool> VersionsAsync(Registry registry, string crate, string[] versions)
    {
        var reads = versions.Select(version => (Version: version, Sum: recorder.Begin(name, Act.ReadVersion, new Key(crate, version)), Flag: recorder.Begin(name, Act.ReadYanked, new Key(crate, version)))).ToArray();
        var seen = Versions(await registry.Crate(crate));
        foreach (var (version, sum, flag) in reads)
        {
            if (seen is null)
            {
                sum.End(OperationOutcome.Unknown);
                flag.End(OperationOutcome.Unknown);
                continue;
            }

            sum.Saw(seen.GetValueOrDefault(version).Checksum);
            if (seen.TryGetValue(version, out var found))
                flag.Saw(found.Yanked);
            else
                flag.End(OperationOutcome.Refused);
        }

        return seen is not null;
    }

    private async Task<bool> IndexAsync(string crate, int number, CancellationToken cancelled)
    {
        // Behind the edge, and at each replica.
        if (number % (_replicas.Length + 1) is > 0 and var place)
        {
            var store = _replicas[place - 1];
            return Lines(recorder.Begin(name, Act.ReadIndex, new Key(crate), new View(store.Name, Promise.Monotonic)), await store.ReadAsync(crate, [], cancelled));
        }

        var read = recorder.Begin(name, Act.ReadIndex, new Key(crate), Edge);
        var answer = await lane.Client.Index(IndexPath.For(crate));
        return Lines(read, answer.Status switch
        {
            200 => IndexStore.Held(Edge.Name, answer.Body),
            404 or 410 or 451 => new Holding(Edge.Name) { Versions = [] },
            _ => new Holding(Edge.Name) { Unreadable = answer.ToString() },
        });
    }

    // The bytes as a read of the version: how often it was counted is the sweep's to look at.
    private async Task<bool> DownloadAsync(Key key)
    {
        var read = recorder.Begin(name, Act.ReadVersion, key, View.Archive);
        var answer = await lane.Client.Download(key.Crate, key.Version!, Cargo.Checksum.Of("any"u8));
        if (answer.Status == 200)
            read.Saw(Cargo.Checksum.Of(answer.Body.Span).Text);
        else if (answer.Status == 404)
            read.Saw((string?)null);
        else
            return Unanswered(read);
        return true;
    }

    private CratePackage Package(string crate, string version, int number) => Client.Package(crate, version, string.Create(CultureInfo.InvariantCulture, $"{name} {number} {seed}"));

    private static string Version(int number) => string.Create(CultureInfo.InvariantCulture, $"1.0.{number}");

    // A 4xx in the contract's words says that it was not done; anything else than success leaves it open.
    private static bool Written(HistoryRecorder.Call call, Answer answer)
    {
        var outcome = answer.IsSuccess ? OperationOutcome.Ok
            : answer.Status == 409 && answer.HasErrors ? OperationOutcome.Conflict
            : Told.Refused(answer) ? OperationOutcome.Refused
            : OperationOutcome.Unknown;
        call.End(outcome);
        return outcome != OperationOutcome.Unknown;
    }

    private static bool Unanswered(HistoryRecorder.Call call)
    {
        call.End(OperationOutcome.Unknown);
        return false;
    }

    private static bool Owners(HistoryRecorder.Call call, Answer answer)
    {
        if (answer.Status != 200)
            return Unanswered(call);
        call.Saw(answer.JsonTexts("users", "login"));
        return true;
    }

    private static bool Lines(HistoryRecorder.Call call, Holding held)
    {
        if (held.Versions is not { } versions)
            return Unanswered(call);
        call.Saw([.. versions.Select(version => version.Number)]);
        return true;
    }

    private static Dictionary<string, (string? Checksum, bool Yanked)>? Versions(Answer answer) =>
        answer.Status == 200 && answer.Json("versions") is { ValueKind: JsonValueKind.Array } listed
            ? listed.EnumerateArray().GroupBy(version => Text(version, "num") ?? "?").ToDictionary(same => same.Key,
                same => (Text(same.First(), "checksum"), same.First().TryGetProperty("yanked", out var yanked) && yanked.ValueKind == JsonValueKind.True))
            : null;

    private static string? Text(JsonElement row, string member) =>
        row.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
