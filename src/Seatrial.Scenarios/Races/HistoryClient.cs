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

    private const int MostActions = 20_000;

    // It may lag behind what was acknowledged, and never goes back (I11).
    private static readonly View Edge = new("index at the edge", Promise.Monotonic);

    private readonly IndexStore[] _replicas = [.. lane.Stores.OfType<IndexStore>().Where(store => store.Name.StartsWith("index of", StringComparison.Ordinal))];

    /// <summary>Asks until it is told to end.</summary>
    public async Task RunAsync(Func<bool> ends, CancellationToken cancelled)
    {
        var chance = new Random(seed);
        for (var number = 0; number < MostActions && !ends(); number++)
        {
            cancelled.ThrowIfCancellationRequested();
            // All chance is drawn before anything is done, so that nothing that is told changes what is asked next.
            var (kind, crate, near, far) = (chance.Next(100), crates[chance.Next(crates.Count)], chance.Next(3), chance.Next((number / ActionsOfAVersion) + 3));
            await ActAsync(kind, crate, Version((number / ActionsOfAVersion) + near), Version(far), number, cancelled);
        }
    }

    /// <summary>Does everything once, for a recording of what can be crossed.</summary>
    public async Task OnceAsync(string crate, CancellationToken cancelled)
    {
        foreach (var kind in Kinds)
            await ActAsync(kind, crate, Version(1), Version(0), 0, cancelled);
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
            var reads = versions.Select(version => (Version: version, Sum: recorder.Begin(name, Act.ReadVersion, new Key(crate, version)), Flag: recorder.Begin(name, Act.ReadYanked, new Key(crate, version)))).ToArray();
            var answer = await lane.Direct.Crate(crate);
            foreach (var (version, sum, flag) in reads)
            {
                Checksum(sum, answer, version);
                Flag(flag, answer, version);
            }

            Owners(recorder.Begin(name, Act.ReadOwners, new Key(crate)), await lane.Direct.Owners(crate, lane.Publisher));
            foreach (var store in lane.Stores.OfType<IndexStore>())
            {
                var read = recorder.Begin(name, Act.ReadIndex, new Key(crate), View.Index with { Name = store.Name });
                Lines(read, await store.ReadAsync(crate, [], cancelled));
            }
        }
    }

    // One of each, by what it is drawn as.
    private static readonly int[] Kinds = [0, 30, 40, 50, 56, 62, 72, 78, 84, 94];

    private async Task ActAsync(int kind, string crate, string near, string far, int number, CancellationToken cancelled)
    {
        // Sometimes both users are added and removed, so that a crate can come to its last owner.
        var (login, key) = (number % 3 == 0 ? lane.PublisherLogin : lane.Stranger.Login!, new Key(crate, far));
        switch (kind)
        {
            case < 30:
                var package = Package(crate, near, number);
                Written(recorder.Begin(name, Act.Publish, new Key(crate, near), checksum: package.Checksum.Text), await lane.Client.Publish(package, lane.Publisher));
                break;
            case < 40:
                Written(recorder.Begin(name, Act.Yank, key), await lane.Client.Yank(crate, far, lane.Publisher));
                break;
            case < 50:
                Written(recorder.Begin(name, Act.Unyank, key), await lane.Client.Unyank(crate, far, lane.Publisher));
                break;
            case < 56:
                Written(recorder.Begin(name, Act.AddOwner, new Key(crate, null, login)), await lane.Client.AddOwner(crate, login, lane.Publisher));
                break;
            case < 62:
                Written(recorder.Begin(name, Act.RemoveOwner, new Key(crate, null, login)), await lane.Client.RemoveOwner(crate, login, lane.Publisher));
                break;
            case < 72:
                Checksum(recorder.Begin(name, Act.ReadVersion, new Key(crate, near)), await lane.Client.Crate(crate), near);
                break;
            case < 78:
                Flag(recorder.Begin(name, Act.ReadYanked, key), await lane.Client.Crate(crate), far);
                break;
            case < 84:
                Owners(recorder.Begin(name, Act.ReadOwners, new Key(crate)), await lane.Client.Owners(crate, lane.Publisher));
                break;
            case < 94:
                await IndexAsync(crate, number, cancelled);
                break;
            default:
                await DownloadAsync(key);
                break;
        }
    }

    private async Task IndexAsync(string crate, int number, CancellationToken cancelled)
    {
        // Behind the edge, and at each replica.
        if (number % (_replicas.Length + 1) is > 0 and var place)
        {
            var store = _replicas[place - 1];
            Lines(recorder.Begin(name, Act.ReadIndex, new Key(crate), new View(store.Name, Promise.Monotonic)), await store.ReadAsync(crate, [], cancelled));
            return;
        }

        var read = recorder.Begin(name, Act.ReadIndex, new Key(crate), Edge);
        var answer = await lane.Client.Index(IndexPath.For(crate));
        Lines(read, answer.Status switch
        {
            200 => IndexStore.Held(Edge.Name, answer.Body),
            404 or 410 or 451 => new Holding(Edge.Name) { Versions = [] },
            _ => new Holding(Edge.Name) { Unreadable = answer.ToString() },
        });
    }

    // The bytes as a read of the version: how often it was counted is the sweep's to look at.
    private async Task DownloadAsync(Key key)
    {
        var read = recorder.Begin(name, Act.ReadVersion, key, View.Archive);
        var answer = await lane.Client.Download(key.Crate, key.Version!, Cargo.Checksum.Of("any"u8));
        if (answer.Status == 200)
            read.Saw(Cargo.Checksum.Of(answer.Body.Span).Text);
        else if (answer.Status == 404)
            read.Saw((string?)null);
        else
            read.End(OperationOutcome.Unknown);
    }

    private CratePackage Package(string crate, string version, int number) => Client.Package(crate, version, string.Create(CultureInfo.InvariantCulture, $"{name} {number} {seed}"));

    private static string Version(int number) => string.Create(CultureInfo.InvariantCulture, $"1.0.{number}");

    // A 4xx in the contract's words says that it was not done; anything else than success leaves it open.
    private static void Written(HistoryRecorder.Call call, Answer answer) => call.End(
        answer.IsSuccess ? OperationOutcome.Ok
        : answer.Status == 409 && answer.HasErrors ? OperationOutcome.Conflict
        : Told.Refused(answer) ? OperationOutcome.Refused
        : OperationOutcome.Unknown);

    private static void Checksum(HistoryRecorder.Call call, Answer answer, string version)
    {
        if (Versions(answer) is not { } versions)
            call.End(OperationOutcome.Unknown);
        else
            call.Saw(versions.GetValueOrDefault(version).Checksum);
    }

    private static void Flag(HistoryRecorder.Call call, Answer answer, string version)
    {
        if (Versions(answer) is not { } versions)
            call.End(OperationOutcome.Unknown);
        else if (versions.TryGetValue(version, out var found))
            call.Saw(found.Yanked);
        else
            call.End(OperationOutcome.Refused);
    }

    private static void Owners(HistoryRecorder.Call call, Answer answer)
    {
        if (answer.Status == 200)
            call.Saw(answer.JsonTexts("users", "login"));
        else
            call.End(OperationOutcome.Unknown);
    }

    private static void Lines(HistoryRecorder.Call call, Holding held)
    {
        if (held.Versions is { } versions)
            call.Saw([.. versions.Select(version => version.Number)]);
        else
            call.End(OperationOutcome.Unknown);
    }

    private static Dictionary<string, (string? Checksum, bool Yanked)>? Versions(Answer answer) =>
        answer.Status == 200 && answer.Json("versions") is { ValueKind: JsonValueKind.Array } listed
            ? listed.EnumerateArray().GroupBy(version => Text(version, "num") ?? "?").ToDictionary(same => same.Key,
                same => (Text(same.First(), "checksum"), same.First().TryGetProperty("yanked", out var yanked) && yanked.ValueKind == JsonValueKind.True))
            : null;

    private static string? Text(JsonElement row, string member) =>
        row.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
